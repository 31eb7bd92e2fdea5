package io.jmessage.client.session;

import io.jmessage.client.store.MessageCopy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Tells the cluster what the user has read, also what was read while no server could be reached,
 * and after a restart. Marks never sink, so repeating one is harmless. Loop thread only.
 */
final class ReadMarks {
  /** Sends one mark. */
  @FunctionalInterface
  interface Sender {
    CompletableFuture<Void> mark(String with, long readSequence);
  }

  private final MessageCopy copy;
  private final Sender sender;
  private final Map<String, Long> wanted;

  ReadMarks(MessageCopy copy, Sender sender) {
    this.copy = copy;
    this.sender = sender;
    this.wanted = new HashMap<>(copy.wantedRead());
  }

  CompletableFuture<Void> read(String with, long sequence) {
    if (wanted.merge(with, sequence, Math::max) == sequence) {
      copy.wantRead(with, sequence);
    }
    return send(with, wanted.getOrDefault(with, sequence));
  }

  /** Up to where the user has read, as far as the cluster may not know it; 0: it knows. */
  long wanted(String with) {
    return wanted.getOrDefault(with, 0L);
  }

  /** There is a master again. */
  void sendAll() {
    Map.copyOf(wanted)
        .forEach(
            (with, sequence) -> {
              CompletableFuture<Void> unused = send(with, sequence);
            });
  }

  private CompletableFuture<Void> send(String with, long sequence) {
    return sender
        .mark(with, sequence)
        .whenComplete(
            (done, failure) -> {
              if (failure == null && wanted.remove(with, sequence)) {
                copy.wantRead(with, 0);
              }
            });
  }
}
