package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import java.util.Optional;

/** Deletes the account of a session; what stays is told at {@link ChatStore#deleteAccount}. */
public record DeleteAccountCommand(ByteString sessionHash) implements ChatCommand.Once {
  public static final int KIND = 4;

  @Override
  public int kind() {
    return KIND;
  }

  @Override
  public void check() {
    Limits.id("session hash", sessionHash);
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    Optional<Long> owner = store.sessions().account(sessionHash);
    if (owner.isEmpty()) {
      return Outcome.of(ErrorCode.NOT_LOGGED_IN);
    }
    Account account = store.accounts().byId(owner.get());
    store.deleteAccount(account);
    store.emit(new ChatEvent.AccountDeleted(account.id(), account.name()));
    return Outcome.OK;
  }
}
