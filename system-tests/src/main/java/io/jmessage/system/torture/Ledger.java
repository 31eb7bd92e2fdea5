package io.jmessage.system.torture;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.system.torture.check.Account;
import io.jmessage.system.torture.check.Mark;
import io.jmessage.system.torture.check.Mastership;
import io.jmessage.system.torture.check.Outage;
import io.jmessage.system.torture.check.Pair;
import io.jmessage.system.torture.check.Seen;
import io.jmessage.system.torture.check.Sent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What users were told in one run, as they were told it. Thread-safe. */
final class Ledger {
  private final Pulse pulse;
  private final boolean sessionsMayEnd;
  private final List<Sent> sent = new ArrayList<>();
  private final List<Seen> pages = new ArrayList<>();
  private final Map<String, List<ChatMessage>> shown = new LinkedHashMap<>();
  private final Map<Pair, Long> acknowledged = new LinkedHashMap<>();
  private final Map<Mark, Long> marks = new LinkedHashMap<>();
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final List<Mastership> masterships = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();
  private final List<String> endedSessions = new ArrayList<>();

  Ledger(Pulse pulse) {
    this(pulse, false);
  }

  /**
   * @param sessionsMayEnd those of a side that gives way do
   */
  Ledger(Pulse pulse, boolean sessionsMayEnd) {
    this.pulse = pulse;
    this.sessionsMayEnd = sessionsMayEnd;
  }

  synchronized void add(Sent one) {
    sent.add(one);
    one.receipt().ifPresent(receipt -> acknowledged(one.pair(), receipt));
  }

  private void acknowledged(Pair pair, SendReceipt receipt) {
    acknowledged.merge(pair, receipt.message().sequence(), Math::max);
    pulse.beat();
  }

  /** The highest number of the conversation that anybody was told is there. */
  synchronized long acknowledged(Pair pair) {
    return acknowledged.getOrDefault(pair, 0L);
  }

  synchronized void read(Seen page) {
    pages.add(page);
  }

  /**
   * A message was shown.
   *
   * @param logIn tells log-ins apart
   */
  synchronized void shown(String logIn, String user, ChatMessage message) {
    shown
        .computeIfAbsent(logIn + ", with " + message.peerOf(user), any -> new ArrayList<>())
        .add(message);
  }

  synchronized void marked(String reader, String with, long sequence) {
    marks.merge(new Mark(reader, with, 0), sequence, Math::max);
  }

  synchronized void created(String name, Sent.Outcome outcome) {
    accounts.put(name, new Account(name, outcome, Sent.Outcome.REFUSED));
  }

  synchronized void deleted(String name, Sent.Outcome outcome) {
    accounts.computeIfPresent(name, (key, one) -> new Account(key, one.created(), outcome));
  }

  synchronized void master(Mastership told) {
    masterships.add(told);
  }

  synchronized void out(Outage outage) {
    outages.add(outage);
  }

  /** A user was logged out without wanting it. */
  synchronized void sessionEnded(String what) {
    endedSessions.add(what);
    if (!sessionsMayEnd) {
      pulse.fail(what);
    }
  }

  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Pages that were read, and what was shown in each log-in. */
  synchronized List<Seen> seen() {
    List<Seen> all = new ArrayList<>(pages);
    shown.forEach(
        (what, messages) -> {
          ChatMessage first = messages.get(0);
          all.add(new Seen(Pair.of(first.from(), first.to()), what, messages, 0));
        });
    return all;
  }

  synchronized List<Mark> marks() {
    return marks.entrySet().stream()
        .map(mark -> new Mark(mark.getKey().reader(), mark.getKey().with(), mark.getValue()))
        .toList();
  }

  synchronized List<Account> accounts() {
    return List.copyOf(accounts.values());
  }

  synchronized List<Mastership> masterships() {
    return List.copyOf(masterships);
  }

  synchronized List<Outage> outages() {
    return List.copyOf(outages);
  }

  synchronized List<String> endedSessions() {
    return List.copyOf(endedSessions);
  }
}
