package io.jmessage.system.torture.check;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * G6: a receipt names no more copies than there were servers able to hold one, and no fewer than
 * was asked for; what was refused is not there, and nothing is there that nobody sent.
 */
final class Promises {
  private Promises() {}

  static void check(Evidence evidence, Findings findings) {
    Map<Integer, List<Outage>> outages =
        evidence.outages().stream().collect(Collectors.groupingBy(Outage::server));
    for (Sent sent : evidence.acknowledged()) {
      sent.receipt().ifPresent(r -> copies(evidence, sent, r, outages, findings));
    }
    Map<String, Sent> byText = new HashMap<>();
    evidence.sent().forEach(sent -> byText.put(key(sent.from(), sent.to(), sent.text()), sent));
    for (ServerState state : evidence.states()) {
      state.histories().values().stream()
          .flatMap(List::stream)
          .forEach(message -> sent(state, message, byText, findings));
    }
  }

  private static void copies(
      Evidence evidence,
      Sent sent,
      SendReceipt receipt,
      Map<Integer, List<Outage>> outages,
      Findings findings) {
    long out =
        outages.values().stream()
            .filter(all -> all.stream().anyMatch(o -> o.covers(sent.begun(), sent.ended())))
            .count();
    long able = evidence.servers() - out;
    if (receipt.copies() > able) {
      findings.add(
          "\"%s\" was acknowledged on %d servers while %d could hold it"
              .formatted(sent.text(), receipt.copies(), able));
    }
    if (receipt.copies() < Math.max(1, evidence.minCopies())) {
      findings.add(
          "\"%s\" was acknowledged on %d servers".formatted(sent.text(), receipt.copies()));
    }
    if (receipt.members() > evidence.servers()) {
      findings.add(
          "\"%s\" was acknowledged of %d servers".formatted(sent.text(), receipt.members()));
    }
  }

  private static void sent(
      ServerState state, ChatMessage message, Map<String, Sent> byText, Findings findings) {
    Sent sent = byText.get(key(message.from(), message.to(), message.text()));
    String words =
        "server %d: number %d, \"%s\" of %s to %s"
            .formatted(
                state.server(), message.sequence(), message.text(), message.from(), message.to());
    if (sent == null) {
      findings.add("%s, was never sent".formatted(words));
    } else if (sent.outcome() == Sent.Outcome.REFUSED) {
      findings.add("%s, was refused and is there".formatted(words));
    }
  }

  private static String key(String from, String to, String text) {
    return from + '\n' + to + '\n' + text;
  }
}
