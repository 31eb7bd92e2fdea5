package io.jmessage.gui.conversation;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.gui.support.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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

  /** Shows a text that is on its way. */
  MessageRow addWaiting(String text, Instant now) {
    MessageRow row = new MessageRow(true, text, MessageFacts.waiting(now));
    unacknowledged.add(row);
    arrange();
    return row;
  }

  /** The cluster has it. Its place is its sequence's from now on. */
  void acknowledge(MessageRow row, SendReceipt receipt) {
    long sequence = receipt.message().sequence();
    MessageRow there = stored.get(sequence);
    if (unacknowledged.remove(row) && there == null) {
      settle(row, receipt.message());
    } else if (there == null) {
      place(receipt.message());
    }
    MessageRow known = stored.get(sequence);
    if (known != null) {
      known.facts(known.facts().withCopies(receipt.copies(), receipt.members()));
    }
    arrange();
  }

  /** The client gave up on it. */
  void fail(MessageRow row, String why) {
    if (unacknowledged.contains(row)) {
      row.facts(row.facts().failed(why));
    }
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
      stored.put(message.sequence(), new MessageRow(own, message.text(), factsOf(message)));
    }
  }

  private @Nullable MessageRow firstUnacknowledged(String text) {
    for (MessageRow row : unacknowledged) {
      if (row.text().equals(text)) {
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
