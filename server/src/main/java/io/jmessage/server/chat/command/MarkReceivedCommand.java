package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import io.jmessage.server.chat.store.MessageTable.Stub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Marks single messages received. Ids that are unknown, of others, or marked already are passed
 * over, so that repeating is harmless.
 */
public record MarkReceivedCommand(ByteString sessionHash, List<Long> messageIds)
    implements ChatCommand {

  /** What a client may name at once; a command must fit into a log entry. */
  public static final int IDS_MAX = 10_000;

  public MarkReceivedCommand {
    messageIds = List.copyOf(messageIds);
  }

  @Override
  public void check() {
    Limits.id("session hash", sessionHash);
    Limits.atMost("message ids", messageIds.size(), IDS_MAX);
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    Optional<Long> account = store.sessions().account(sessionHash);
    if (account.isEmpty()) {
      return Outcome.of(ErrorCode.NOT_LOGGED_IN);
    }
    if (messageIds.size() > IDS_MAX) {
      return Outcome.of(ErrorCode.INVALID_ARGUMENTS);
    }
    own(store, account.get())
        .forEach((conversation, stubs) -> receive(store, account.get(), conversation, stubs));
    return Outcome.OK;
  }

  private Map<Long, List<Stub>> own(ChatStore store, long account) {
    Map<Long, List<Stub>> byConversation = new TreeMap<>();
    for (long id : messageIds) {
      store
          .messages()
          .stub(id)
          .filter(stub -> stub.receiver() == account)
          .ifPresent(
              stub ->
                  byConversation
                      .computeIfAbsent(stub.conversation(), key -> new ArrayList<>())
                      .add(stub));
    }
    return byConversation;
  }

  private static void receive(ChatStore store, long account, long id, List<Stub> stubs) {
    Conversation before = store.conversations().byId(id);
    Conversation after = store.marks().receive(before, account, stubs);
    if (!after.equals(before)) {
      store.updateMarks(after);
    }
  }
}
