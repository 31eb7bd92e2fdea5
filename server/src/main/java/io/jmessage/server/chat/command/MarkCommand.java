package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import java.util.Optional;

/**
 * Raises the marks of one conversation. They never sink and never pass the last message, so that
 * repeating is harmless.
 */
public record MarkCommand(
    ByteString sessionHash, String username, long receivedSequence, long readSequence)
    implements ChatCommand {

  @Override
  public void check() {
    Limits.id("session hash", sessionHash);
    Limits.name("username", username);
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    Optional<Long> account = store.sessions().account(sessionHash);
    if (account.isEmpty()) {
      return Outcome.of(ErrorCode.NOT_LOGGED_IN);
    }
    // A name may belong to a living account and to deleted ones: the living one wins.
    Optional<Account> living = store.accounts().living(username);
    Optional<Conversation> conversation =
        living.isPresent()
            ? store.conversations().between(account.get(), living.get().id())
            : store.conversations().withDeleted(account.get(), username);
    conversation.ifPresent(found -> raise(store, account.get(), found));
    boolean known = living.isPresent() || conversation.isPresent();
    return Outcome.of(known ? ErrorCode.OK : ErrorCode.UNKNOWN_USER);
  }

  private void raise(ChatStore store, long account, Conversation before) {
    Conversation after = store.marks().raise(before, account, receivedSequence, readSequence);
    if (!after.equals(before)) {
      store.updateMarks(after);
    }
  }
}
