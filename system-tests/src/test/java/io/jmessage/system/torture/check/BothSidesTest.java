package io.jmessage.system.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What must hold after a cut: quiet when it does, and not when one thing is wrong. Server one was
 * alone from 20 to 60, and gave way; there was a twin at either side.
 */
class BothSidesTest {
  private static final String OLD = "one:1";
  private static final String NEW = "two:2";
  private static final String ACCOUNT =
      "entry 7 of epoch 1: account twin: both sides have created one of that name";
  private static final String MESSAGE =
      "entry 8 of epoch 1: a message from twin to ada: there are two accounts twin, one of each"
          + " side";

  private final List<Sent> sent =
      new ArrayList<>(
          List.of(
              acknowledged("ada", "grace", "before", 10, 15, 1, OLD),
              acknowledged("ada", "grace", "of the old side", 30, 35, 1, OLD),
              acknowledged("grace", "ada", "of the new side", 40, 45, 2, NEW),
              acknowledged("twin", "ada", "of the second twin", 42, 47, 1, OLD)));
  private final List<ChatMessage> history =
      new ArrayList<>(
          List.of(
              message(1, "ada", "grace", "before", false),
              message(2, "grace", "ada", "of the new side", false),
              message(3, "ada", "grace", "of the old side", true)));
  private final List<String> leftAside = new ArrayList<>(List.of(ACCOUNT, MESSAGE));
  private Set<String> people = Set.of("ada", "grace", "twin");
  private Set<String> tooFew = Set.of();
  private int minCopies = 1;

  private static Sent acknowledged(
      String from, String to, String text, long begun, long ended, long epoch, String server) {
    int number = server.equals(NEW) ? 2 : 1;
    return acknowledged(from, to, text, begun, ended, epoch, server, number);
  }

  private static Sent acknowledged(
      String from,
      String to,
      String text,
      long begun,
      long ended,
      long epoch,
      String server,
      int number) {
    SendReceipt receipt =
        new SendReceipt(message(number, from, to, text, false), epoch, begun, 1, 3, server);
    return new Sent(
        from, to, text, begun, ended, 0, Sent.Outcome.ACKNOWLEDGED, Optional.of(receipt));
  }

  private static ChatMessage message(
      int number, String from, String to, String text, boolean merged) {
    return new ChatMessage(100 + number, number, from, to, text, Instant.EPOCH, merged);
  }

  private List<String> problems(Check check) {
    ServerState state =
        new ServerState(2, Map.of(Pair.of("ada", "grace"), history), people, Map.of(), List.of());
    Account twin = new Account("twin", Sent.Outcome.ACKNOWLEDGED, Sent.Outcome.REFUSED);
    Split split = new Split(Set.of(OLD), Set.of(NEW, "three:3"), 20, 60, 80, "twin", tooFew);
    return check
        .findings(
            new Evidence(
                3,
                minCopies,
                sent,
                List.of(),
                List.of(),
                List.of(twin),
                List.of(),
                List.of(),
                List.of(),
                List.of(state),
                List.of(),
                List.of(split),
                leftAside))
        .told();
  }

  @Test
  void saysNothing_goodRun() {
    List<Check> checks =
        List.of(Check.BOTH_SIDES, Check.MARKED, Check.CLASHES, Check.SAME, Check.TOO_FEW);

    assertThat(checks).allSatisfy(check -> assertThat(problems(check)).isEmpty());
  }

  @Test
  void p1_tells_whatTheOldSideAcknowledgedIsMissing() {
    history.remove(2);

    assertThat(problems(Check.BOTH_SIDES))
        .containsExactly(
            "server 2: \"of the old side\" of ada to grace is missing,"
                + " which one:1 acknowledged in epoch 1");
  }

  @Test
  void p1_tells_textOfTheTwinThatStandsIsMissing() {
    sent.add(acknowledged("twin", "ada", "of the first twin", 43, 48, 2, NEW));

    assertThat(problems(Check.BOTH_SIDES))
        .hasSize(1)
        .allMatch(text -> text.contains("of the first twin"));
  }

  @Test
  void p1_tells_accountIsMissing() {
    people = Set.of("ada", "grace");

    assertThat(problems(Check.BOTH_SIDES)).containsExactly("server 2: the account twin is missing");
  }

  @Test
  void p2_tells_textOfTheOldSideIsNotMarked() {
    history.set(2, message(3, "ada", "grace", "of the old side", false));

    assertThat(problems(Check.MARKED))
        .containsExactly("server 2: \"of the old side\" of ada is not marked as merged");
  }

  @Test
  void p2_isQuiet_clientSentItToTheNewSideToo() {
    history.set(1, message(2, "ada", "grace", "of the old side", false));
    history.set(2, message(3, "grace", "ada", "of the new side", false));
    sent.set(2, acknowledged("grace", "ada", "of the new side", 40, 45, 2, NEW, 3));

    assertThat(problems(Check.MARKED)).isEmpty();
  }

  @Test
  void p2_isQuiet_bothSidesHadOneEpochAndTheSmallerAddressStands() {
    sent.set(1, acknowledged("ada", "grace", "of the old side", 30, 35, 2, OLD));
    history.set(1, message(2, "grace", "ada", "of the new side", true));
    history.set(2, message(3, "ada", "grace", "of the old side", false));

    assertThat(problems(Check.MARKED)).isEmpty();
  }

  @Test
  void p2_tells_textOfTheNewSideIsMarked() {
    history.set(1, message(2, "grace", "ada", "of the new side", true));

    assertThat(problems(Check.MARKED)).hasSize(1).allMatch(text -> text.contains("side stands"));
  }

  @Test
  void p2_tells_textOfBeforeTheCutIsMarked() {
    history.set(0, message(1, "ada", "grace", "before", true));

    assertThat(problems(Check.MARKED))
        .hasSize(1)
        .allMatch(text -> text.contains("nothing was cut"));
  }

  @Test
  void p3_tells_nobodyIsToldOfTheTwins() {
    leftAside.clear();

    assertThat(problems(Check.CLASHES))
        .containsExactly(
            "nobody is told that there were two accounts twin",
            "nobody is told of the message of twin to ada");
  }

  @Test
  void p3_tells_somethingElseWasLeftAside() {
    leftAside.add("entry 9 of epoch 1: a message from ada to grace: there is no account ada");

    assertThat(problems(Check.CLASHES)).hasSize(1).allMatch(text -> text.contains("without need"));
  }

  @Test
  void p4_tells_numberIsMissing() {
    history.set(2, message(4, "ada", "grace", "of the old side", true));

    assertThat(problems(Check.SAME)).hasSize(1);
  }

  @Test
  void p5_tells_tooFewServersAcknowledged() {
    tooFew = Set.of(OLD);

    assertThat(problems(Check.TOO_FEW)).hasSize(2).allMatch(text -> text.contains("too few"));
  }

  @Test
  void p5_tells_receiptNamesTooFewCopies() {
    minCopies = 2;

    assertThat(problems(Check.TOO_FEW)).hasSize(sent.size());
  }
}
