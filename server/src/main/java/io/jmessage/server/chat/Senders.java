package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Whose sessions are in use, as far as that is known without waiting: a send says so for whoever
 * has to merge it after a partition, on a side that may not know the session. The first send of a
 * session goes without. Thread-safe; never blocks.
 */
final class Senders {

  private static final int SESSIONS_MAX = 20_000;

  private final Queries queries;

  @SuppressWarnings("serial")
  private final Map<ByteString, String> names =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, String> eldest) {
          return size() > SESSIONS_MAX;
        }
      };

  Senders(Queries queries) {
    this.queries = queries;
  }

  /** Empty if it is not known at once; it is looked up for the next time then. */
  String nameOf(ByteString sessionHash) {
    String known = nameAtOnce(sessionHash);
    if (!known.isEmpty()) {
      return known;
    }
    CompletableFuture<Void> lookUp =
        queries
            .runWithoutBarrier(reader -> reader.accountOfSession(sessionHash))
            .thenAccept(found -> found.ifPresent(account -> learn(sessionHash, account)));
    // A look-up that fails, as when too many wait, is left to the next send.
    return lookUp.isDone() ? nameAtOnce(sessionHash) : "";
  }

  private String nameAtOnce(ByteString sessionHash) {
    synchronized (names) {
      return names.getOrDefault(sessionHash, "");
    }
  }

  /** A session has been opened, or has been found. */
  void learn(ByteString sessionHash, Account account) {
    synchronized (names) {
      names.put(sessionHash, account.name());
    }
  }

  /** Forgets sessions that have ended: their ids may be somebody else's one day. */
  void hear(List<ChatEvent> events) {
    for (ChatEvent event : events) {
      synchronized (names) {
        if (event instanceof ChatEvent.SessionEnded ended) {
          names.remove(ended.sessionHash());
        } else if (event instanceof ChatEvent.AccountDeleted deleted) {
          names.values().removeIf(deleted.name()::equals);
        }
      }
    }
  }
}
