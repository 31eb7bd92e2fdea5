package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import java.util.Optional;

/** Ends one session. */
public record LogoutCommand(ByteString sessionHash) implements ChatCommand.Once {
  public static final int KIND = 3;

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
    Optional<Long> account = store.sessions().account(sessionHash);
    if (account.isEmpty()) {
      return Outcome.of(ErrorCode.NOT_LOGGED_IN);
    }
    store.sessions().end(sessionHash);
    store.emit(new ChatEvent.SessionEnded(account.get(), sessionHash));
    return Outcome.OK;
  }
}
