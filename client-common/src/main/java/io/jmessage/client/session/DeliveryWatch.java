package io.jmessage.client.session;

import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.SendReceipt;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The lines that this client has sent and that are not read yet: tells when they are delivered, and
 * read. Bounded: of each conversation the newest. Loop thread only.
 */
final class DeliveryWatch {
  /** More unread lines than that in one conversation, and nobody looks at the first of them. */
  private static final int PER_CONVERSATION_MAX = 1_000;

  private final Clock clock;
  private final Consumer<OutgoingMessage> told;
  private final Map<String, NavigableMap<Long, OutgoingMessage>> stored = new HashMap<>();

  DeliveryWatch(Clock clock, Consumer<OutgoingMessage> told) {
    this.clock = clock;
    this.told = told;
  }

  /** A line has come to be stored. */
  void stored(OutgoingMessage line, SendReceipt receipt) {
    NavigableMap<Long, OutgoingMessage> lines =
        stored.computeIfAbsent(receipt.message().to(), any -> new TreeMap<>());
    lines.put(receipt.message().sequence(), line);
    if (lines.size() > PER_CONVERSATION_MAX) {
      lines.pollFirstEntry();
    }
  }

  /** The other one's marks are these. */
  void conversation(Conversation conversation) {
    NavigableMap<Long, OutgoingMessage> lines = stored.get(conversation.with());
    if (lines == null) {
      return;
    }
    NavigableMap<Long, OutgoingMessage> read = lines.headMap(conversation.peerReadSequence(), true);
    read.values().forEach(line -> told.accept(line.with(read(line))));
    read.clear();
    lines
        .headMap(conversation.peerReceivedSequence(), true)
        .replaceAll((sequence, line) -> delivered(line));
    if (lines.isEmpty()) {
      stored.remove(conversation.with());
    }
  }

  private OutgoingMessage delivered(OutgoingMessage line) {
    if (!(line.state() instanceof DeliveryState.Stored was)) {
      return line;
    }
    OutgoingMessage now = line.with(new DeliveryState.Delivered(clock.instant(), was.receipt()));
    told.accept(now);
    return now;
  }

  private DeliveryState read(OutgoingMessage line) {
    if (line.state() instanceof DeliveryState.Stored was) {
      return new DeliveryState.Read(clock.instant(), was.receipt());
    }
    if (line.state() instanceof DeliveryState.Delivered was) {
      return new DeliveryState.Read(clock.instant(), was.receipt());
    }
    return line.state();
  }
}
