package io.jmessage.gui.conversation;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.gui.support.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a conversation: what the cluster has, by sequence and each number once, however often
 * it is told; below that, in the order of writing, what it has not acknowledged. UI thread only.
 */
final class Timeline {
  /** A pause after which the next message stands apart, even of the same person. */
  private static final Duration GROUP_PAUSE = Duration.ofMinutes(5);

  private final String self;
  private final Times times;

  private final TreeMap<Long, MessageRow> stored = new TreeMap<>();

  /** Rows of lines that this machine sends or has sent since the log-in. */
  private final Map<String, MessageRow> byId = new HashMap<>();

  private final List<MessageRow> unacknowledged = new ArrayList<>();
  private final ObservableList<TimelineRow> rows = FXCollections.observableArrayList();
  private final ObservableList<TimelineRow> rowsReadOnly =
      FXCollections.unmodifiableObservableList(rows);

  private long clearedThrough;
  private long unreadAbove;
  private long peerReceived;
  private long peerRead;

  Timeline(String self, Times times) {
    this.self = self;
    this.times = times;
  }

  ObservableList<TimelineRow> rows() {
    return rowsReadOnly;
  }

  /** Takes messages of the cluster, in any order; known ones change nothing. */
  void add(List<ChatMessage> messages) {
    messages.forEach(this::place);
    arrange();
  }

  /** Takes what the client says of a text that is sent from this machine; twice changes nothing. */
  void outgoing(OutgoingMessage line) {
    MessageRow known = byId.get(line.id());
    DeliveryState state = line.state();
    if (state instanceof DeliveryState.Stored stored) {
      acknowledge(line, Delivery.STORED, stored.since(), stored.receipt());
    } else if (state instanceof DeliveryState.Delivered delivered) {
      acknowledge(line, Delivery.DELIVERED, delivered.since(), delivered.receipt());
    } else if (state instanceof DeliveryState.Read read) {
      acknowledge(line, Delivery.READ, read.since(), read.receipt());
    } else if (known == null || unacknowledged.contains(known)) {
      waiting(known == null ? addWaiting(line) : known, state);
    }
    arrange();
  }

  /** Whether a line with that id has been shown. */
  boolean knows(String id) {
    return byId.containsKey(id);
  }

  private MessageRow addWaiting(OutgoingMessage line) {
    MessageRow row =
        new MessageRow(line.id(), true, line.text(), MessageFacts.waiting(line.written()));
    byId.put(line.id(), row);
    unacknowledged.add(row);
    return row;
  }

  private void waiting(MessageRow row, DeliveryState state) {
    if (state instanceof DeliveryState.Failed failed) {
      row.facts(row.facts().standing(Delivery.FAILED, failed.since(), failed.advice()));
      return;
    }
    if (row.facts().delivery() == Delivery.FAILED) {
      // Tried again: it goes out after those that wait.
      unacknowledged.remove(row);
      unacknowledged.add(row);
    }
    String why = state instanceof DeliveryState.Waiting waiting ? waiting.reason() : "";
    row.facts(row.facts().standing(Delivery.WAITING, state.since(), why));
  }

  /** The cluster has it. Its place is its sequence's from now on. */
  private void acknowledge(
      OutgoingMessage line, Delivery delivery, Instant since, SendReceipt receipt) {
    ChatMessage message = receipt.message();
    MessageRow row = byId.get(line.id());
    if (row == null) {
      row = new MessageRow(line.id(), true, message.text(), factsOf(message));
      byId.put(line.id(), row);
    }
    boolean waited = unacknowledged.remove(row);
    if (!waited && row.facts().sequence() != message.sequence()) {
      // The same text of another device took its place.
      row = new MessageRow(line.id(), true, message.text(), factsOf(message));
      byId.put(line.id(), row);
    }
    MessageRow there = stored.get(message.sequence());
    if (there == null && (waited || !isBelowWhatIsLoaded(message))) {
      settle(row, message);
      there = row;
    }
    if (there != null) {
      Delivery furthest = max(delivery, there.facts().delivery());
      there.facts(
          there
              .facts()
              .standing(furthest, furthest == delivery ? since : there.facts().since(), "")
              .withCopies(receipt.copies(), receipt.members()));
    }
  }

  private boolean isBelowWhatIsLoaded(ChatMessage message) {
    return message.sequence() < oldestSequence();
  }

  private static Delivery max(Delivery one, Delivery other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Takes a message that failed off the screen. */
  void discard(MessageRow row) {
    if (unacknowledged.remove(row)) {
      arrange();
    }
  }

  /** How far the other one has received and read. Marks only ever rise. */
  void marks(long received, long read) {
    peerReceived = Math.max(peerReceived, received);
    peerRead = Math.max(peerRead, read);
    for (MessageRow row : stored.values()) {
      if (row.own()) {
        Delivery delivery = deliveryOf(row.facts().sequence());
        if (row.facts().delivery() != delivery) {
          row.facts(row.facts().withDelivery(delivery));
        }
      }
    }
  }

  /** Takes everything that the cluster has off the screen; what is still to be sent stays. */
  void clear(long through) {
    clearedThrough = Math.max(through, newestSequence());
    stored.headMap(clearedThrough, true).clear();
    unreadAbove = 0;
    arrange();
  }

  /** Lets older messages in again. */
  void undoClear() {
    clearedThrough = 0;
  }

  /** Puts a line above the first message after this one, if any is there; 0: no line. */
  void markUnread(long readSequence) {
    unreadAbove = readSequence;
    arrange();
  }

  /** Lets go of the oldest, so that no more than so many stay. */
  void trim(int messagesMax) {
    while (stored.size() > messagesMax) {
      stored.pollFirstEntry();
    }
    arrange();
  }

  /** 0: none. */
  long newestSequence() {
    return stored.isEmpty() ? 0 : stored.lastKey();
  }

  /** 0: none. */
  long oldestSequence() {
    return stored.isEmpty() ? 0 : stored.firstKey();
  }

  boolean cleared() {
    return clearedThrough > 0;
  }

  /** Texts that are on their way. */
  int waiting() {
    return (int)
        unacknowledged.stream().filter(row -> row.facts().delivery() == Delivery.WAITING).count();
  }

  /** Lets go of everything that the cluster has: there is a hole between it and what comes now. */
  void forgetStored() {
    stored.clear();
  }

  private void place(ChatMessage message) {
    if (message.sequence() <= clearedThrough || stored.containsKey(message.sequence())) {
      return;
    }
    boolean own = message.from().equals(self);
    MessageRow echoed = own ? firstUnacknowledged(message.text()) : null;
    if (echoed != null) {
      // The stream told of it before the answer to the sending did.
      unacknowledged.remove(echoed);
      settle(echoed, message);
    } else {
      stored.put(message.sequence(), new MessageRow("", own, message.text(), factsOf(message)));
    }
  }

  private @Nullable MessageRow firstUnacknowledged(String text) {
    for (MessageRow row : unacknowledged) {
      if (row.text().equals(text) && row.facts().delivery() == Delivery.WAITING) {
        return row;
      }
    }
    return null;
  }

  private void settle(MessageRow row, ChatMessage message) {
    row.facts(factsOf(message));
    if (message.sequence() > clearedThrough) {
      stored.put(message.sequence(), row);
    }
  }

  private MessageFacts factsOf(ChatMessage message) {
    boolean own = message.from().equals(self);
    Delivery delivery = own ? deliveryOf(message.sequence()) : Delivery.RECEIVED;
    return MessageFacts.stored(delivery, message.time(), message.sequence(), message.merged());
  }

  private Delivery deliveryOf(long sequence) {
    if (sequence <= peerRead) {
      return Delivery.READ;
    }
    return sequence <= peerReceived ? Delivery.DELIVERED : Delivery.STORED;
  }

  private void arrange() {
    List<TimelineRow> next = new ArrayList<>();
    MessageRow above = null;
    LocalDate day = null;
    boolean unreadShown = unreadAbove == 0;
    List<MessageRow> messages = new ArrayList<>(stored.values());
    messages.addAll(unacknowledged);
    for (MessageRow row : messages) {
      LocalDate rowDay = times.day(row.facts().time());
      boolean apart = false;
      if (!rowDay.equals(day) && (day == null || rowDay.isAfter(day))) {
        next.add(new TimelineRow.Day(rowDay));
        day = rowDay;
        apart = true;
      }
      if (!unreadShown && !row.own() && row.facts().sequence() > unreadAbove) {
        next.add(new TimelineRow.Unread());
        unreadShown = true;
        apart = true;
      }
      boolean starts = apart || above == null || standsApart(above, row);
      if (row.facts().startsGroup() != starts) {
        row.facts(row.facts().withStartsGroup(starts));
      }
      next.add(row);
      above = row;
    }
    replaceRows(next);
  }

  private static boolean standsApart(MessageRow above, MessageRow row) {
    return above.own() != row.own()
        || Duration.between(above.facts().time(), row.facts().time()).compareTo(GROUP_PAUSE) > 0;
  }

  /** Touches only what differs, so that the list on the screen keeps its cells and its place. */
  private void replaceRows(List<TimelineRow> next) {
    int same = 0;
    int shorter = Math.min(rows.size(), next.size());
    while (same < shorter && rows.get(same).equals(next.get(same))) {
      same++;
    }
    int sameAtEnd = 0;
    while (sameAtEnd < shorter - same
        && rows.get(rows.size() - 1 - sameAtEnd).equals(next.get(next.size() - 1 - sameAtEnd))) {
      sameAtEnd++;
    }
    if (rows.size() - sameAtEnd > same) {
      rows.remove(same, rows.size() - sameAtEnd);
    }
    if (next.size() - sameAtEnd > same) {
      rows.addAll(same, next.subList(same, next.size() - sameAtEnd));
    }
  }
}
