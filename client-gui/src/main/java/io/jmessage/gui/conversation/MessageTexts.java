package io.jmessage.gui.conversation;

import io.jmessage.gui.support.Times;
import java.time.Instant;

/** What a tooltip and a screen reader say about a message. */
final class MessageTexts {
  private static final String ENDS = ".!?…:";

  private MessageTexts() {}

  /** How far it has come and when, in two lines or three. */
  static String tooltip(MessageFacts facts, String peer, Times times) {
    Instant since = facts.since();
    String when = since == null ? times.full(facts.time()) : times.full(since);
    String begun = facts.delivery() == Delivery.WAITING ? "Since " : "";
    return standing(facts, peer)
        + "\n"
        + begun
        + when
        + (facts.merged() ? "\nCame in late, from a server that had been cut off" : "");
  }

  /** The message for a screen reader: who, what, state, when. */
  static String spoken(MessageRow row, String peer, Times times) {
    String who = row.own() ? "You" : peer;
    String state = row.own() ? standing(row.facts(), peer) + ", " : "";
    return who + ": " + ended(row.text()) + " " + state + times.clock(row.facts().time());
  }

  private static String ended(String text) {
    boolean ends = !text.isEmpty() && ENDS.indexOf(text.charAt(text.length() - 1)) >= 0;
    return ends ? text : text + ".";
  }

  private static String standing(MessageFacts facts, String peer) {
    return switch (facts.delivery()) {
      case WAITING ->
          "Waiting"
              + (facts.reason().isEmpty() ? "" : ": " + facts.reason())
              + "; kept on this machine, goes out by itself";
      case STORED -> "Stored on " + copies(facts);
      case DELIVERED -> "Delivered to " + peer + ", stored on " + copies(facts);
      case READ -> "Read by " + peer + ", stored on " + copies(facts);
      case FAILED -> "Not sent: " + facts.reason();
      case RECEIVED -> "From " + peer;
    };
  }

  private static String copies(MessageFacts facts) {
    return facts.members() == 0
        ? "all servers in sync"
        : facts.copies() + " of " + facts.members() + " servers";
  }
}
