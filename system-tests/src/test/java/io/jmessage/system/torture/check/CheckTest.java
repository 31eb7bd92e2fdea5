package io.jmessage.system.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every check is quiet on a good run, and tells of each way in which it can go wrong. */
class CheckTest {
  private final Story story = new Story();

  @ParameterizedTest
  @EnumSource
  void saysNothing_goodRun(Check check) {
    assertThat(story.problems(check)).isEmpty();
  }

  // ---- G1.

  @Test
  void g1_tells_acknowledgedTextIsMissingOnOneServer() {
    story.rewrite(3, history -> history.subList(0, Story.TEXTS - 1));

    assertThat(story.problems(Check.KEPT))
        .containsExactly("server 3: \"text 6\" of grace to ada is not at number 6");
  }

  @Test
  void g1_tells_acknowledgedTextStandsElsewhere() {
    story.rewrite(2, history -> List.of(history.get(1), history.get(0)));

    assertThat(story.problems(Check.KEPT)).hasSize(Story.TEXTS);
  }

  @Test
  void g1_tells_acknowledgedTextHasAnotherId() {
    story.rewrite(1, history -> with(history, 2, renumbered(history.get(1), 999)));

    assertThat(story.problems(Check.KEPT)).hasSize(1);
  }

  // ---- G2.

  @Test
  void g2_tells_textIsThereTwice() {
    story.rewrite(1, history -> with(history, 5, Story.message(5, "text 3")));

    assertThat(story.problems(Check.ONCE))
        .containsExactly("server 1: number 5, \"text 3\" of ada to grace, is there twice");
  }

  @Test
  void g2_tells_twoMessagesHaveOneId() {
    story.rewrite(1, history -> with(history, 5, renumbered(history.get(4), 104)));

    assertThat(story.problems(Check.ONCE)).containsExactly("server 1: two messages have id 104");
  }

  // ---- G3.

  @Test
  void g3_tells_numberIsMissing() {
    story.rewrite(2, history -> without(history, 4));

    assertThat(story.problems(Check.ORDER))
        .contains("server 2: place 4 of " + Story.PAIR + " holds number 5");
  }

  @Test
  void g3_tells_serversHaveDifferentHistories() {
    story.rewrite(2, history -> with(history, 6, Story.message(6, "another")));

    assertThat(story.problems(Check.ORDER))
        .containsExactly(Story.PAIR + " is not the same on servers 1 and 2");
  }

  @Test
  void g3_tells_textStandsBeforeOneThatWasAcknowledgedBeforeItWasSent() {
    story.resend(3, Story.acknowledged(Story.message(3, "text 3"), 70, 75, 1, 3, "one:1"));

    assertThat(story.problems(Check.ORDER))
        .containsExactly(
            Story.PAIR + ": \"text 3\" has number 3, but 6 was acknowledged before it was sent");
  }

  @Test
  void g3_isQuiet_textsWereUnderWayAtOnce() {
    story.resend(3, Story.acknowledged(Story.message(3, "text 3"), 64, 75, 1, 3, "one:1"));
    story.resend(6, Story.acknowledged(Story.message(6, "text 6"), 20, 65, 1, 3, "one:1"));
    story.resend(4, Story.acknowledged(Story.message(4, "text 4"), 40, 70, 1, 3, "one:1"));
    story.resend(5, Story.acknowledged(Story.message(5, "text 5"), 50, 70, 1, 3, "one:1"));

    assertThat(story.problems(Check.ORDER)).isEmpty();
  }

  @Test
  void g3_tells_userWasShownAHole() {
    List<ChatMessage> history = story.states.get(0).history(Story.PAIR);
    story.seen.add(new Seen(Story.PAIR, "grace", List.of(history.get(0), history.get(2)), 0));

    assertThat(story.problems(Check.ORDER)).containsExactly("grace: number 3 came after 1");
  }

  @Test
  void g3_tells_userReadLessThanWasAcknowledged() {
    List<ChatMessage> history = story.states.get(0).history(Story.PAIR);
    story.seen.add(new Seen(Story.PAIR, "a page", history.subList(0, 3), 4));

    assertThat(story.problems(Check.ORDER))
        .containsExactly("a page ended at number 3, although 4 was acknowledged before");
  }

  // ---- G4.

  @Test
  void g4_tells_sessionIsGone() {
    story.states.set(
        1, state(Set.of("ada", "grace"), Map.of("ada", Map.of("grace", 4L)), "ada was refused"));
    story.endedSessions.add("grace was logged out");

    assertThat(story.problems(Check.FOLLOWS))
        .containsExactly("grace was logged out", "server 2: ada was refused");
  }

  @Test
  void g4_tells_readMarkSank() {
    story.states.set(1, state(Set.of("ada", "grace"), Map.of("ada", Map.of("grace", 3L))));

    assertThat(story.problems(Check.FOLLOWS))
        .containsExactly("server 2: ada has read grace up to 3, not 4");
  }

  @Test
  void g4_tells_accountIsMissingOrNotGone() {
    story.states.set(1, state(Set.of("gone", "grace"), Map.of("ada", Map.of("grace", 4L))));

    assertThat(story.problems(Check.FOLLOWS))
        .containsExactly(
            "server 2: the account ada is missing", "server 2: the account gone is there");
  }

  // ---- G5.

  @Test
  void g5_tells_twoMastersInOneEpoch() {
    story.resend(2, Story.acknowledged(Story.message(2, "text 2"), 20, 25, 1, 3, "two:2"));

    assertThat(story.problems(Check.EPOCHS))
        .containsExactly("epoch 1 has two masters, one:1 and two:2");
  }

  @Test
  void g5_tells_clientTookAnOlderEpoch() {
    story.masterships.add(new Mastership("ada", 1, "one:1"));

    assertThat(story.problems(Check.EPOCHS)).containsExactly("ada took epoch 1 after 2");
  }

  @Test
  void g5_tells_textWasAcknowledgedByAnOlderMasterThanItsSenderHadSeen() {
    Sent old = story.sent.get(1);
    story.resend(
        2,
        new Sent(
            old.from(), old.to(), old.text(), 20, 25, 2, Sent.Outcome.ACKNOWLEDGED, old.receipt()));

    assertThat(story.problems(Check.EPOCHS))
        .containsExactly("grace had seen epoch 2, and \"text 2\" was acknowledged in 1");
  }

  @Test
  void g5_tells_epochsOfTheLogFall() {
    story.resend(2, Story.acknowledged(Story.message(2, "text 2"), 20, 25, 2, 3, "two:2"));

    assertThat(story.problems(Check.EPOCHS))
        .containsExactly("place 102 of the log is of epoch 2, and 103 after it of 1");
  }

  @Test
  void g5_tells_twoTextsAtOnePlace() {
    story.resend(
        2, Story.acknowledged(renumbered(Story.message(2, "text 2"), 101), 20, 25, 1, 3, "one:1"));

    assertThat(story.problems(Check.EPOCHS))
        .containsExactly("\"text 1\" and \"text 2\" are both at place 101 of the log");
  }

  // ---- G6.

  @Test
  void g6_tells_moreCopiesThanServersThatRan() {
    story.outages.add(new Outage(2, 19, 26));

    assertThat(story.problems(Check.PROMISES))
        .containsExactly("\"text 2\" was acknowledged on 3 servers while 2 could hold it");
  }

  @Test
  void g6_isQuiet_serverCameBackMeanwhile() {
    story.outages.add(new Outage(2, 19, 24));

    assertThat(story.problems(Check.PROMISES)).isEmpty();
  }

  @Test
  void g6_tells_fewerCopiesThanAskedFor() {
    story.minCopies = 2;
    story.resend(2, Story.acknowledged(Story.message(2, "text 2"), 20, 25, 1, 1, "one:1"));

    assertThat(story.problems(Check.PROMISES))
        .containsExactly("\"text 2\" was acknowledged on 1 servers");
  }

  @Test
  void g6_tells_refusedTextIsThere() {
    Sent old = story.sent.get(1);
    story.resend(
        2,
        new Sent(
            old.from(), old.to(), old.text(), 20, 25, 1, Sent.Outcome.REFUSED, Optional.empty()));

    assertThat(story.problems(Check.PROMISES)).hasSize(3).allMatch(t -> t.contains("was refused"));
  }

  @Test
  void g6_isQuiet_textWithoutAnAnswerIsThere() {
    Sent old = story.sent.get(1);
    story.resend(
        2,
        new Sent(
            old.from(), old.to(), old.text(), 20, 25, 1, Sent.Outcome.UNKNOWN, Optional.empty()));

    assertThat(story.problems(Check.PROMISES)).isEmpty();
  }

  @Test
  void g6_tells_messageThatNobodySent() {
    story.rewrite(2, history -> with(history, 6, Story.message(6, "invented")));

    assertThat(story.problems(Check.PROMISES))
        .containsExactly("server 2: number 6, \"invented\" of grace to ada, was never sent");
  }

  // ---- I8.

  @Test
  void i8_tells_statesDiffer() {
    story.digests.set(1, new Digest(2, 2, 100, "xyz"));

    assertThat(story.problems(Check.DIGESTS)).hasSize(1);
  }

  @Test
  void i8_tells_positionsDiffer() {
    story.digests.set(2, new Digest(3, 2, 99, "abc"));

    assertThat(story.problems(Check.DIGESTS)).hasSize(1);
  }

  @Test
  void i8_tells_serverDidNotSay() {
    story.digests.remove(2);

    assertThat(story.problems(Check.DIGESTS)).containsExactly("2 of 3 servers told their digest");
  }

  // ---- Helpers.

  private static ServerState state(
      Set<String> people, Map<String, Map<String, Long>> marks, String... refused) {
    List<ChatMessage> history = new Story().states.get(0).history(Story.PAIR);
    return new ServerState(2, Map.of(Story.PAIR, history), people, marks, List.of(refused));
  }

  private static List<ChatMessage> with(List<ChatMessage> history, int number, ChatMessage other) {
    history.set(number - 1, other);
    return history;
  }

  private static List<ChatMessage> without(List<ChatMessage> history, int number) {
    history.remove(number - 1);
    return history;
  }

  private static ChatMessage renumbered(ChatMessage old, long id) {
    return new ChatMessage(
        id, old.sequence(), old.from(), old.to(), old.text(), Instant.EPOCH, false);
  }
}
