package io.jmessage.system.torture.check;

import io.jmessage.client.model.ChatMessage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * G3: every conversation counts 1, 2, 3 … without a hole, in one order on all servers and for all
 * who were shown it; and what was acknowledged before another text was begun stands before it.
 */
final class Order {
  private Order() {}

  static void check(Evidence evidence, Findings findings) {
    evidence.states().forEach(state -> numbers(state, findings));
    sameEverywhere(evidence.states(), findings);
    evidence.acknowledged().stream()
        .collect(Collectors.groupingBy(Sent::pair))
        .forEach((pair, sent) -> answeredBeforeAsked(pair, sent, findings));
    if (!evidence.states().isEmpty()) {
      ServerState state = evidence.states().get(0);
      evidence.seen().forEach(seen -> shown(seen, state.history(seen.pair()), findings));
    }
  }

  static void numbers(ServerState state, Findings findings) {
    state
        .histories()
        .forEach(
            (pair, history) -> {
              long id = 0;
              for (int i = 0; i < history.size(); i++) {
                ChatMessage message = history.get(i);
                if (message.sequence() != i + 1) {
                  findings.add(
                      "server %d: place %d of %s holds number %d"
                          .formatted(state.server(), i + 1, pair, message.sequence()));
                }
                if (message.id() <= id) {
                  findings.add(
                      "server %d: number %d of %s has id %d after %d"
                          .formatted(state.server(), message.sequence(), pair, message.id(), id));
                }
                id = message.id();
              }
            });
  }

  static void sameEverywhere(List<ServerState> states, Findings findings) {
    Map<Pair, ServerState> first = new HashMap<>();
    for (ServerState state : states) {
      state
          .histories()
          .forEach(
              (pair, history) -> {
                ServerState other = first.putIfAbsent(pair, state);
                if (other != null && !other.history(pair).equals(history)) {
                  findings.add(
                      "%s is not the same on servers %d and %d"
                          .formatted(pair, other.server(), state.server()));
                }
              });
    }
  }

  /** In one pass, in the order of the beginnings, with those that had ended by then. */
  private static void answeredBeforeAsked(Pair pair, List<Sent> sent, Findings findings) {
    long origin = sent.get(0).begun();
    List<Sent> begun =
        sent.stream().sorted(Comparator.comparingLong(one -> one.begun() - origin)).toList();
    List<Sent> ended =
        sent.stream().sorted(Comparator.comparingLong(one -> one.ended() - origin)).toList();
    long highest = 0;
    int next = 0;
    for (Sent asked : begun) {
      while (next < ended.size() && ended.get(next).ended() - asked.begun() < 0) {
        highest = Math.max(highest, ended.get(next).sequence());
        next++;
      }
      if (asked.sequence() <= highest) {
        findings.add(
            "%s: \"%s\" has number %d, but %d was acknowledged before it was sent"
                .formatted(pair, asked.text(), asked.sequence(), highest));
      }
    }
  }

  private static void shown(Seen seen, List<ChatMessage> history, Findings findings) {
    long before = -1;
    for (ChatMessage message : seen.messages()) {
      long sequence = message.sequence();
      if (before >= 0 && sequence != before + 1) {
        findings.add("%s: number %d came after %d".formatted(seen.what(), sequence, before));
      }
      before = sequence;
      boolean there =
          sequence >= 1
              && sequence <= history.size()
              && history.get((int) sequence - 1).id() == message.id();
      if (!there) {
        findings.add("%s: number %d is not the one of the server".formatted(seen.what(), sequence));
      }
    }
    if (Math.max(before, 0) < seen.least()) {
      findings.add(
          "%s ended at number %d, although %d was acknowledged before"
              .formatted(seen.what(), Math.max(before, 0), seen.least()));
    }
  }
}
