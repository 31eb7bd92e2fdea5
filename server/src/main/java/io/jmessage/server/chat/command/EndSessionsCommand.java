package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import java.util.List;
import java.util.Optional;

/**
 * Ends other sessions of the account of a session. One that is gone already, or is somebody else's,
 * is left as it is: the answer tells nothing of other accounts.
 *
 * @param endedHash of the session to end; empty: all but the caller's own
 */
public record EndSessionsCommand(ByteString sessionHash, ByteString endedHash)
    implements ChatCommand.Once {
  public static final int KIND = 6;

  @Override
  public int kind() {
    return KIND;
  }

  @Override
  public void check() {
    Limits.id("session hash", sessionHash);
    if (!endedHash.isEmpty()) {
      Limits.id("ended hash", endedHash);
    }
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    Optional<Long> account = store.sessions().account(sessionHash);
    if (account.isEmpty()) {
      return Outcome.of(ErrorCode.NOT_LOGGED_IN);
    }
    ended(store, account.get())
        .forEach(hash -> store.emit(new ChatEvent.SessionEnded(account.get(), hash)));
    return Outcome.OK;
  }

  private List<ByteString> ended(ChatStore store, long account) {
    if (endedHash.isEmpty()) {
      return store.sessions().endOthers(account, sessionHash);
    }
    if (!store.sessions().account(endedHash).equals(Optional.of(account))) {
      return List.of();
    }
    store.sessions().end(endedHash);
    return List.of(endedHash);
  }
}
