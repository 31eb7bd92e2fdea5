package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import io.jmessage.server.chat.store.MessageTable;
import java.util.Optional;

/**
 * Stores a message that was acknowledged on the other side of a partition: with its time there, a
 * new order number, unread, and marked. A repetition is recognised like that of a {@link
 * SendCommand}.
 *
 * @param clientMessageId never empty
 */
public record MergedSendCommand(String from, String to, String text, ByteString clientMessageId)
    implements ChatCommand {

  @Override
  public void check() {
    Limits.name("sender", from);
    Limits.name("receiver", to);
    Limits.text(text);
    Limits.id("client message id", clientMessageId);
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    Optional<Account> sender = store.accounts().living(from);
    Optional<Account> receiver = store.accounts().living(to);
    if (sender.isEmpty()) {
      return Outcome.of(ErrorCode.UNKNOWN_USER);
    }
    if (store.messages().find(sender.get().id(), clientMessageId).isPresent()) {
      return Outcome.OK;
    }
    if (receiver.isEmpty()) {
      return Outcome.of(ErrorCode.UNKNOWN_RECEIVER);
    }
    store(sender.get(), receiver.get(), store, proposedMicros);
    return Outcome.OK;
  }

  private void store(Account sender, Account receiver, ChatStore store, long micros) {
    Conversation before =
        store
            .conversations()
            .between(sender.id(), receiver.id())
            .orElseGet(() -> store.conversations().create(sender, receiver));
    Conversation after = before.withMessage(sender.id(), store.messages().takeId());
    MessageTable.Row row =
        new MessageTable.Row(
            after.lastMessageId(),
            after.id(),
            after.lastSequence(),
            sender.id(),
            receiver.id(),
            text,
            micros,
            true,
            clientMessageId);
    store.messages().insert(row);
    store.conversations().update(after);
    store.emit(new ChatEvent.MessageStored(sender.id(), receiver.id(), store.message(row)));
  }

  /** Shows no text: it may end up in a log. */
  @Override
  public String toString() {
    return "merged send";
  }
}
