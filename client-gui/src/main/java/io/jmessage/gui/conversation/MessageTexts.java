package io.jmessage.gui.conversation;

import io.jmessage.gui.support.Times;

/** What a tooltip and a screen reader say about a message. */
final class MessageTexts {

  private MessageTexts() {}

  /** How far it has come and when, in one or two lines. */
  static String tooltip(MessageFacts facts, String peer, Times times) {
    return standing(facts, peer)
        + "\n"
        + times.full(facts.time())
        + (facts.merged() ? "\nCame in late, from a server that had been cut off" : "");
  }

  /** The message as a sentence. */
  static String spoken(MessageRow row, String peer, Times times) {
    String who = row.own() ? "You" : peer;
    return who
        + ", "
        + times.clock(row.facts().time())
        + ": "
        + row.text()
        + (row.own() ? ". " + standing(row.facts(), peer) : "");
  }

  private static String standing(MessageFacts facts, String peer) {
    return switch (facts.delivery()) {
      case WAITING -> "Waiting for a server; goes out by itself";
      case STORED -> "On " + copies(facts);
      case DELIVERED -> "Delivered to " + peer + ", on " + copies(facts);
      case READ -> "Read by " + peer + ", on " + copies(facts);
      case FAILED -> facts.problem();
      case RECEIVED -> "From " + peer;
    };
  }

  private static String copies(MessageFacts facts) {
    return facts.members() == 0
        ? "all servers in sync"
        : facts.copies() + " of " + facts.members() + " servers";
  }
}
