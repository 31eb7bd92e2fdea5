package io.jmessage.server.chat.command;

import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.chat.store.ChatStore;
import io.jmessage.server.chat.store.RequestTable.Remembered;
import java.util.Optional;

/**
 * A command with what the master added when it took it.
 *
 * @param requestId empty: the client does not protect itself against repetition
 * @param timeMicros the master's clock
 */
public record OrderedCommand(Optional<RequestId> requestId, long timeMicros, ChatCommand command) {

  /**
   * Whether everything fits the tables; pure.
   *
   * @throws IllegalArgumentException that names the field, never its value
   */
  public void check() {
    requestId.ifPresent(id -> Limits.id("client id", id.clientId()));
    Limits.require(timeMicros >= 0, "time: negative");
    command.check();
  }

  /**
   * Takes effect, once per request id. The request id comes before the session, so that a repeated
   * deletion or logout is answered as the first was. Engine thread only.
   */
  public Outcome apply(ChatStore store) {
    if (command instanceof ChatCommand.Once once && requestId.isPresent()) {
      return applyOnce(store, once, requestId.get());
    }
    return command.apply(store, timeMicros);
  }

  private Outcome applyOnce(ChatStore store, ChatCommand.Once once, RequestId id) {
    Optional<Remembered> first = store.requests().find(id);
    if (first.isPresent()) {
      return first.get().kind() == once.kind()
          ? once.repeat(first.get(), store, timeMicros)
          : Outcome.of(ErrorCode.INVALID_ARGUMENTS);
    }
    Outcome outcome = once.apply(store, timeMicros);
    store
        .requests()
        .remember(id, new Remembered(once.kind(), outcome.code(), once.openedSession()));
    return outcome;
  }
}
