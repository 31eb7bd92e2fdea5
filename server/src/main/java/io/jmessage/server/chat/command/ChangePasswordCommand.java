package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import java.util.Optional;

/**
 * Gives the account of a session a new password and ends its other sessions: whoever had the old
 * password is out. The master checked the old password against {@code oldPasswordHash}; what is
 * left to check is that the account still has that hash.
 */
public record ChangePasswordCommand(
    ByteString sessionHash, String oldPasswordHash, String newPasswordHash)
    implements ChatCommand.Once {
  public static final int KIND = 5;

  @Override
  public int kind() {
    return KIND;
  }

  @Override
  public void check() {
    Limits.id("session hash", sessionHash);
    Limits.passwordHash(oldPasswordHash);
    Limits.passwordHash(newPasswordHash);
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    Optional<Long> account = store.sessions().account(sessionHash);
    if (account.isEmpty()) {
      return Outcome.of(ErrorCode.NOT_LOGGED_IN);
    }
    Optional<String> current = store.accounts().passwordHash(account.get());
    if (!current.equals(Optional.of(oldPasswordHash))) {
      return Outcome.of(ErrorCode.WRONG_PASSWORD);
    }
    store.accounts().setPasswordHash(account.get(), newPasswordHash);
    store
        .sessions()
        .endOthers(account.get(), sessionHash)
        .forEach(ended -> store.emit(new ChatEvent.SessionEnded(account.get(), ended)));
    return Outcome.OK;
  }

  /** Shows no hash: it may end up in a log. */
  @Override
  public String toString() {
    return "change of a password";
  }
}
