package io.jmessage.system.torture.check;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Evidence of a good run of three servers, of which a test spoils one thing: ada and grace have
 * written to each other in turn, one text in each step of time.
 */
final class Story {
  static final int TEXTS = 6;
  static final Pair PAIR = Pair.of("ada", "grace");

  final List<Sent> sent = new ArrayList<>();
  final List<Seen> seen = new ArrayList<>();
  final List<Mark> marks = new ArrayList<>();
  final List<Account> accounts = new ArrayList<>();
  final List<Mastership> masterships = new ArrayList<>();
  final List<Outage> outages = new ArrayList<>();
  final List<String> endedSessions = new ArrayList<>();
  final List<ServerState> states = new ArrayList<>();
  final List<Digest> digests = new ArrayList<>();
  int minCopies = 1;

  Story() {
    List<ChatMessage> history = new ArrayList<>();
    for (int i = 1; i <= TEXTS; i++) {
      ChatMessage message = message(i, "text " + i);
      history.add(message);
      sent.add(acknowledged(message, 10L * i, 10L * i + 5, 1, 3, "one:1"));
    }
    seen.add(new Seen(PAIR, "ada", history, TEXTS));
    marks.add(new Mark("ada", "grace", 4));
    accounts.add(new Account("ada", Sent.Outcome.ACKNOWLEDGED, Sent.Outcome.REFUSED));
    accounts.add(new Account("gone", Sent.Outcome.ACKNOWLEDGED, Sent.Outcome.ACKNOWLEDGED));
    masterships.add(new Mastership("ada", 1, "one:1"));
    masterships.add(new Mastership("ada", 2, "two:2"));
    outages.add(new Outage(3, 0, 5));
    for (int server = 1; server <= 3; server++) {
      states.add(
          new ServerState(
              server,
              Map.of(PAIR, history),
              Set.of("ada", "grace"),
              Map.of("ada", Map.of("grace", 4L)),
              List.of()));
      digests.add(new Digest(server, 2, 100, "abc"));
    }
  }

  static ChatMessage message(int number, String text) {
    boolean ada = number % 2 == 1;
    return new ChatMessage(
        100L + number,
        number,
        ada ? "ada" : "grace",
        ada ? "grace" : "ada",
        text,
        Instant.EPOCH,
        false);
  }

  static Sent acknowledged(
      ChatMessage message, long begun, long ended, long epoch, int copies, String server) {
    return new Sent(
        message.from(),
        message.to(),
        message.text(),
        begun,
        ended,
        0,
        Sent.Outcome.ACKNOWLEDGED,
        Optional.of(new SendReceipt(message, epoch, message.id(), copies, 3, server)));
  }

  /** The text of that number was another one. */
  void resend(int number, Sent other) {
    sent.set(number - 1, other);
  }

  /** One server has another history. */
  void rewrite(int server, UnaryOperator<List<ChatMessage>> change) {
    ServerState old = states.get(server - 1);
    Map<Pair, List<ChatMessage>> histories = new HashMap<>(old.histories());
    histories.put(PAIR, change.apply(new ArrayList<>(old.history(PAIR))));
    states.set(
        server - 1,
        new ServerState(server, histories, old.people(), old.readMarks(), old.refusedSessions()));
  }

  List<String> problems(Check check) {
    return check
        .findings(
            new Evidence(
                3,
                minCopies,
                sent,
                seen,
                marks,
                accounts,
                masterships,
                outages,
                endedSessions,
                states,
                digests))
        .told();
  }
}
