package io.jmessage.terminal.screen;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The messages of a chat as rows of a given width. One thread. */
final class Transcript {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final long WAITING = Long.MAX_VALUE / 2;
  private static final String INDENT = "      ";

  /** Long conversations are drawn at every key; a few widths of them are kept. */
  private static final int CACHE_MAX = 60_000;

  private final Map<Look, List<Row>> cache = new HashMap<>();
  private final ZoneId zone;

  /** One row; {@code key} and {@code line} say of which message. */
  record Row(long key, int line, Line content) {}

  /** All that the rows of a stored message depend on. */
  private record Look(
      ChatMessage message, int width, boolean mine, boolean newDay, boolean again, String state) {}

  Transcript(ZoneId zone) {
    this.zone = zone;
  }

  List<Row> rows(Chat chat, String me, int width) {
    if (cache.size() > CACHE_MAX) {
      cache.clear();
    }
    List<Row> rows = new ArrayList<>();
    LocalDate day = LocalDate.MIN;
    String speaker = "";
    for (ChatMessage message : chat.messages.values()) {
      LocalDate date = LocalDate.ofInstant(message.time(), zone);
      boolean newDay = !date.equals(day);
      boolean mine = message.from().equals(me);
      String state = mine ? state(chat, message) : message.merged() ? "came in late" : "";
      boolean again = !newDay && speaker.equals(message.from());
      Look look = new Look(message, width, mine, newDay, again, state);
      rows.addAll(cache.computeIfAbsent(look, this::rows));
      day = date;
      speaker = message.from();
    }
    long key = WAITING;
    for (OutgoingMessage line : chat.outgoing.values()) {
      boolean failed = line.state() instanceof DeliveryState.Failed;
      Line head = head(line.written(), true, me, false);
      Tone tone = failed ? Tone.ERROR : Tone.WARNING;
      add(rows, key++, head, line.text(), state(line.state()), tone, width);
    }
    return rows;
  }

  private List<Row> rows(Look look) {
    List<Row> rows = new ArrayList<>();
    ChatMessage message = look.message;
    long key = message.sequence();
    if (look.newDay) {
      String date = "── " + LocalDate.ofInstant(message.time(), zone) + " ──";
      rows.add(new Row(key, -1, Line.of(date, Tone.FAINT).pad(look.width)));
    }
    Line head = head(message.time(), look.mine, message.from(), look.again);
    add(rows, key, head, message.text(), look.state, Tone.FAINT, look.width);
    return rows;
  }

  private Line head(Instant time, boolean mine, String from, boolean again) {
    Line head = Line.of(TIME.format(time.atZone(zone)) + " ", Tone.FAINT);
    String who = mine ? "you" : Cells.fit(Cells.cleanLine(from), 20);
    return again ? head : head.and(who + ": ", mine ? Tone.OWN : Tone.STRONG);
  }

  /** The head and the text; its state at the end of the last row, or below it. */
  private static void add(
      List<Row> rows, long key, Line head, String text, String state, Tone tone, int width) {
    boolean narrow = width < 24;
    String indent = narrow ? " " : INDENT;
    String first = " ".repeat(Math.min(head.width(), Math.max(0, width - 8)));
    List<String> wrapped = new ArrayList<>();
    boolean beside = head.width() <= width - 8;
    if (!beside) {
      rows.add(new Row(key, 0, head.pad(width)));
    }
    int room = Math.max(1, width - indent.length());
    // The head takes the place of blanks in front of the text, and then gets its own look.
    String body = beside ? "\u00a0".repeat(Math.max(0, first.length() - indent.length())) : "";
    wrapped.addAll(Cells.wrap(body + Cells.clean(text), room));
    int number = beside ? 0 : 1;
    for (int i = 0; i < wrapped.size(); i++) {
      String part = wrapped.get(i);
      Line line =
          i == 0 && beside
              ? head.and(part.substring(Math.min(body.length(), part.length())), Tone.PLAIN)
              : Line.of(indent + part, Tone.PLAIN);
      if (i == wrapped.size() - 1 && !state.isEmpty()) {
        String mark = "  " + Cells.cleanLine(state);
        if (line.width() + Cells.width(mark) <= width) {
          line = line.and(mark, tone);
        } else {
          rows.add(new Row(key, number++, line.pad(width)));
          for (String more : Cells.wrap(Cells.cleanLine(state), room)) {
            rows.add(new Row(key, number++, Line.of(indent + more, tone).pad(width)));
          }
          return;
        }
      }
      rows.add(new Row(key, number++, line.pad(width)));
    }
  }

  private static String state(Chat chat, ChatMessage message) {
    long sequence = message.sequence();
    DeliveryState known = chat.states.get(sequence);
    if (known instanceof DeliveryState.Read || sequence <= peerRead(chat)) {
      return "read";
    }
    if (known instanceof DeliveryState.Delivered || sequence <= peerReceived(chat)) {
      return "delivered";
    }
    return known == null ? "stored" : state(known);
  }

  private static long peerRead(Chat chat) {
    return chat.numbers.map(Conversation::peerReadSequence).orElse(0L);
  }

  private static long peerReceived(Chat chat) {
    return chat.numbers.map(Conversation::peerReceivedSequence).orElse(0L);
  }

  private static String state(DeliveryState state) {
    if (state instanceof DeliveryState.Stored stored) {
      return "stored on %d of %d".formatted(stored.receipt().copies(), stored.receipt().members());
    }
    if (state instanceof DeliveryState.Waiting waiting) {
      return "waiting: " + waiting.reason();
    }
    if (state instanceof DeliveryState.Failed failed) {
      return "not sent: " + failed.advice() + " (R again, e edit, D drop)";
    }
    return "writing to disk";
  }
}
