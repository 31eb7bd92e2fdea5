package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import io.jmessage.server.chat.store.RequestTable.Remembered;
import java.util.Optional;

/**
 * Opens a session. The master checked the password against {@code passwordHash}; what is left to
 * check is that the account still has that hash.
 *
 * @param client what the user sees in the list of sessions; may be empty
 */
public record LoginCommand(long account, String passwordHash, ByteString sessionHash, String client)
    implements ChatCommand.Once {
  public static final int KIND = 2;

  /** A log-in that does not say what it comes from. */
  public LoginCommand(long account, String passwordHash, ByteString sessionHash) {
    this(account, passwordHash, sessionHash, "");
  }

  @Override
  public int kind() {
    return KIND;
  }

  @Override
  public ByteString openedSession() {
    return sessionHash;
  }

  @Override
  public void check() {
    Limits.passwordHash(passwordHash);
    Limits.id("session hash", sessionHash);
    Limits.name("client", client);
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    Optional<String> current = store.accounts().passwordHash(account).filter(h -> !h.isEmpty());
    if (current.isEmpty()) {
      return Outcome.of(ErrorCode.UNKNOWN_USER);
    }
    if (!current.get().equals(passwordHash)) {
      return Outcome.of(ErrorCode.WRONG_PASSWORD);
    }
    Optional<Long> holder = store.sessions().account(sessionHash);
    if (holder.isPresent()) {
      // The client chose the id: the same login again, or by accident somebody else's session.
      return Outcome.of(holder.get() == account ? ErrorCode.OK : ErrorCode.INVALID_ARGUMENTS);
    }
    long time = store.counters().takeTime(proposedMicros);
    store
        .sessions()
        .open(sessionHash, account, time, client)
        .ifPresent(dropped -> store.emit(new ChatEvent.SessionEnded(account, dropped)));
    return Outcome.OK;
  }

  /**
   * A client that lets the server choose the session id gets another one when it repeats its login,
   * and that one must be open too. Its password was checked again.
   */
  @Override
  public Outcome repeat(Remembered first, ChatStore store, long proposedMicros) {
    boolean same = first.code() != ErrorCode.OK || first.sessionHash().equals(sessionHash);
    return same ? Outcome.of(first.code()) : apply(store, proposedMicros);
  }

  /** Shows no hash: it may end up in a log. */
  @Override
  public String toString() {
    return "login to account " + account;
  }
}
