package io.jmessage.system.torture.check;

import io.jmessage.client.model.ChatMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** P1 to P5: what must hold when the network was cut in two, both sides went on, and it healed. */
final class BothSides {
  private static final String TWO_OF_ONE_NAME = "both sides have created one of that name";

  private BothSides() {}

  /** P1: what either side acknowledged is on every server, but for the messages of twins. */
  static void kept(Evidence evidence, Findings findings) {
    List<Sent> acknowledged = evidence.acknowledged();
    for (ServerState state : evidence.states()) {
      Map<String, ChatMessage> there = messages(state);
      for (Sent sent : acknowledged) {
        if (!there.containsKey(key(sent.from(), sent.to(), sent.text()))
            && !isOfATwin(sent, evidence, acknowledged)) {
          findings.add(
              "server %d: \"%s\" of %s to %s is missing, which %s acknowledged in epoch %d"
                  .formatted(
                      state.server(),
                      sent.text(),
                      sent.from(),
                      sent.to(),
                      sent.server(),
                      sent.epoch()));
        }
      }
      for (Account account : evidence.accounts()) {
        if (account.created() == Sent.Outcome.ACKNOWLEDGED
            && account.deleted() == Sent.Outcome.REFUSED
            && !state.people().contains(account.name())) {
          findings.add(
              "server %d: the account %s is missing".formatted(state.server(), account.name()));
        }
      }
    }
  }

  /** Whether it was sent by the account that the standing side did not take. */
  private static boolean isOfATwin(Sent sent, Evidence evidence, List<Sent> acknowledged) {
    return evidence.splits().stream()
        .filter(split -> split.twin().equals(sent.from()) && split.began(sent))
        .anyMatch(split -> split.gaveWay(acknowledged).contains(sent.server()));
  }

  /** P2: what only the side that gave way had is marked as merged, and nothing else is. */
  static void marked(Evidence evidence, Findings findings) {
    List<Sent> acknowledged = evidence.acknowledged();
    for (ServerState state : evidence.states()) {
      Map<String, ChatMessage> there = messages(state);
      for (Sent sent : evidence.sent()) {
        ChatMessage message = there.get(key(sent.from(), sent.to(), sent.text()));
        if (message != null
            && message.merged()
            && evidence.splits().stream().noneMatch(split -> split.touches(sent))) {
          findings.add(
              "server %d: \"%s\" of %s is marked as merged, but nothing was cut when it was sent"
                  .formatted(state.server(), sent.text(), sent.from()));
        }
      }
      for (Split split : evidence.splits()) {
        Set<String> gaveWay = split.gaveWay(acknowledged);
        if (!gaveWay.isEmpty()) {
          long old = split.oldEpoch(acknowledged);
          long own = split.ownUpTo(gaveWay, acknowledged);
          acknowledged.stream()
              .filter(split::began)
              .forEach(sent -> marked(state, split, gaveWay, old, own, sent, there, findings));
        }
      }
    }
  }

  private static void marked(
      ServerState state,
      Split split,
      Set<String> gaveWay,
      long old,
      long own,
      Sent sent,
      Map<String, ChatMessage> there,
      Findings findings) {
    ChatMessage message = there.get(key(sent.from(), sent.to(), sent.text()));
    if (message == null) {
      return; // That is for P1 to say.
    }
    boolean ofTheOldSide = gaveWay.contains(sent.server()) && sent.epoch() <= old;
    // A client that got no answer may have sent it to the other side too, which then has its own.
    if (ofTheOldSide && !message.merged() && message.id() > own) {
      findings.add(
          "server %d: \"%s\" of %s is not marked as merged"
              .formatted(state.server(), sent.text(), sent.from()));
    } else if (!gaveWay.contains(sent.server()) && split.covers(sent) && message.merged()) {
      findings.add(
          "server %d: \"%s\" of %s is marked as merged, but its side stands"
              .formatted(state.server(), sent.text(), sent.from()));
    }
  }

  /** P3: two accounts of one name are reported, the messages of the second too, and no other. */
  static void clashes(Evidence evidence, Findings findings) {
    List<Sent> acknowledged = evidence.acknowledged();
    for (Split split : evidence.splits()) {
      Set<String> gaveWay = split.gaveWay(acknowledged);
      List<Sent> second =
          acknowledged.stream()
              .filter(sent -> sent.from().equals(split.twin()) && split.covers(sent))
              .filter(sent -> gaveWay.contains(sent.server()))
              .toList();
      if (!second.isEmpty()) {
        String account = "account " + split.twin() + ": " + TWO_OF_ONE_NAME;
        if (evidence.leftAside().stream().noneMatch(line -> line.endsWith(account))) {
          findings.add("nobody is told that there were two accounts %s".formatted(split.twin()));
        }
        for (Sent sent : second) {
          String words = "a message from " + sent.from() + " to " + sent.to() + ":";
          if (evidence.leftAside().stream().noneMatch(line -> line.contains(words))) {
            findings.add(
                "nobody is told of the message of %s to %s".formatted(sent.from(), sent.to()));
          }
        }
      }
    }
    evidence.leftAside().stream()
        .filter(line -> evidence.splits().stream().noneMatch(split -> line.contains(split.twin())))
        .forEach(line -> findings.add("left aside without need: %s".formatted(line)));
  }

  /** P4: every conversation is the same on every server, and counts 1 to n. */
  static void same(Evidence evidence, Findings findings) {
    evidence.states().forEach(state -> Order.numbers(state, findings));
    Order.sameEverywhere(evidence.states(), findings);
  }

  /** P5: a side with fewer servers than a text must be on acknowledges nothing. */
  static void tooFew(Evidence evidence, Findings findings) {
    for (Sent sent : evidence.acknowledged()) {
      int copies = sent.receipt().map(receipt -> receipt.copies()).orElse(0);
      if (copies < evidence.minCopies()) {
        findings.add("\"%s\" was acknowledged on %d servers".formatted(sent.text(), copies));
      }
      for (Split split : evidence.splits()) {
        if (split.covers(sent) && split.tooFew().contains(sent.server())) {
          findings.add(
              "%s was one of too few, and acknowledged \"%s\""
                  .formatted(sent.server(), sent.text()));
        }
      }
    }
  }

  private static Map<String, ChatMessage> messages(ServerState state) {
    Map<String, ChatMessage> messages = new HashMap<>();
    state.histories().values().stream()
        .flatMap(List::stream)
        .forEach(m -> messages.put(key(m.from(), m.to(), m.text()), m));
    return messages;
  }

  private static String key(String from, String to, String text) {
    return from + '\n' + to + '\n' + text;
  }
}
