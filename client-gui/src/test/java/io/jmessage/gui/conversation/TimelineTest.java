package io.jmessage.gui.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.support.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final ManualClock clock = new ManualClock();
  private int lines;
  private final Timeline timeline = new Timeline("me", new Times(clock));

  @Test
  void ordersBySequence_inWhateverOrderTold() {
    List<ChatMessage> messages =
        new ArrayList<>(LongStream.rangeClosed(1, 200).mapToObj(i -> from("ben", i)).toList());
    Collections.shuffle(messages, new Random(7));

    messages.forEach(message -> timeline.add(List.of(message)));

    assertThat(texts()).isEqualTo(LongStream.rangeClosed(1, 200).mapToObj(i -> "t" + i).toList());
  }

  @Test
  void showsEachSequenceOnce() {
    timeline.add(List.of(from("ben", 1), from("ben", 2)));
    timeline.add(List.of(from("ben", 2), from("ben", 1)));

    assertThat(texts()).containsExactly("t1", "t2");
  }

  @Test
  void showsWaitingBelowTheRest_inOrderOfWriting() {
    waiting("first");
    waiting("second");

    timeline.add(List.of(from("ben", 1)));

    assertThat(texts()).containsExactly("t1", "first", "second");
    assertThat(deliveries()).endsWith(Delivery.WAITING, Delivery.WAITING);
    assertThat(timeline.waiting()).isEqualTo(2);
  }

  @Test
  void turnsWaitingIntoStored_asTheSameRow_whenAcknowledged() {
    MessageRow row = waiting("hello");

    acknowledge(row, receipt("hello", 1, 3, 3));

    assertThat(messages()).containsExactly(row);
    assertThat(row.facts().delivery()).isEqualTo(Delivery.STORED);
    assertThat(row.facts().copies()).isEqualTo(3);
    assertThat(timeline.waiting()).isZero();
  }

  @Test
  void movesToItsSequence_whenAcknowledgedLater() {
    MessageRow row = waiting("mine");
    timeline.add(List.of(from("ben", 1), from("ben", 3)));

    acknowledge(row, receipt("mine", 2, 3, 3));

    assertThat(texts()).containsExactly("t1", "mine", "t3");
  }

  @Test
  void isOneRow_whenTheStreamTellsBeforeTheAnswer() {
    MessageRow row = waiting("hello");

    timeline.add(List.of(own("hello", 1)));
    assertThat(messages()).containsExactly(row);
    assertThat(row.facts().delivery()).isEqualTo(Delivery.STORED);

    acknowledge(row, receipt("hello", 1, 2, 3));
    assertThat(messages()).containsExactly(row);
    assertThat(row.facts().copies()).isEqualTo(2);
  }

  @Test
  void isOneRow_whenTheAnswerComesBeforeTheStream() {
    MessageRow row = waiting("hello");

    acknowledge(row, receipt("hello", 1, 3, 3));
    timeline.add(List.of(own("hello", 1)));

    assertThat(messages()).containsExactly(row);
  }

  @Test
  void endsWithEveryMessageOnce_whenAnotherDeviceSendsTheSameText() {
    MessageRow row = waiting("ok");
    timeline.add(List.of(own("ok", 1)));

    acknowledge(row, receipt("ok", 2, 3, 3));
    timeline.add(List.of(own("ok", 2)));

    assertThat(texts()).containsExactly("ok", "ok");
    assertThat(sequences()).containsExactly(1L, 2L);
    assertThat(timeline.waiting()).isZero();
  }

  @Test
  void bindsEqualTexts_inOrderOfWriting() {
    MessageRow first = waiting("ok");
    MessageRow second = waiting("ok");

    timeline.add(List.of(own("ok", 1), own("ok", 2)));
    acknowledge(first, receipt("ok", 1, 3, 3));
    acknowledge(second, receipt("ok", 2, 3, 3));

    assertThat(messages()).containsExactly(first, second);
  }

  @Test
  void showsFailure_andTakesItAway() {
    MessageRow row = waiting("x");

    fail(row, "the account is gone");
    assertThat(row.facts().delivery()).isEqualTo(Delivery.FAILED);
    assertThat(row.facts().reason()).isEqualTo("the account is gone");
    assertThat(timeline.waiting()).isZero();

    timeline.discard(row);
    assertThat(timeline.rows()).isEmpty();
  }

  @Test
  void keepsWhatFailed_whenAnotherDeviceSendsTheSameText() {
    MessageRow row = waiting("x");
    fail(row, "the account is gone");

    timeline.add(List.of(own("x", 1)));

    assertThat(texts()).containsExactly("x", "x");
    assertThat(row.facts().delivery()).isEqualTo(Delivery.FAILED);
  }

  @Test
  void putsWhatIsTriedAgain_belowWhatWaits() {
    MessageRow first = waiting("first");
    fail(first, "the account is gone");
    waiting("second");

    timeline.outgoing(line(first).with(new DeliveryState.Waiting(clock.instant(), "on its way")));

    assertThat(texts()).containsExactly("second", "first");
    assertThat(deliveries()).containsExactly(Delivery.WAITING, Delivery.WAITING);
  }

  @Test
  void showsALineOnce_howeverOftenItIsTold() {
    MessageRow row = waiting("x");

    timeline.outgoing(line(row));
    acknowledge(row, receipt("x", 1, 3, 3));
    acknowledge(row, receipt("x", 1, 3, 3));
    timeline.outgoing(line(row));

    assertThat(messages()).containsExactly(row);
    assertThat(row.facts().delivery()).isEqualTo(Delivery.STORED);
  }

  @Test
  void showsDeliveredAndRead_fromTheMarks() {
    timeline.add(List.of(own("a", 1), own("b", 2), own("c", 3), from("ben", 4)));

    timeline.marks(2, 1);

    assertThat(deliveries())
        .containsExactly(Delivery.READ, Delivery.DELIVERED, Delivery.STORED, Delivery.RECEIVED);
  }

  @Test
  void neverLowersMarks() {
    timeline.add(List.of(own("a", 1)));
    timeline.marks(1, 1);

    timeline.marks(0, 0);

    assertThat(deliveries()).containsExactly(Delivery.READ);
  }

  @Test
  void marksMessages_thatComeAfterTheMark() {
    timeline.marks(5, 5);

    timeline.add(List.of(own("a", 1)));

    assertThat(deliveries()).containsExactly(Delivery.READ);
  }

  @Test
  void separatesDays() {
    Instant today = clock.instant();
    timeline.add(List.of(at("ben", 1, today.minus(Duration.ofDays(1))), at("ben", 2, today)));

    assertThat(timeline.rows().get(0)).isEqualTo(new TimelineRow.Day(LocalDate.of(2026, 11, 19)));
    assertThat(timeline.rows().get(2)).isEqualTo(new TimelineRow.Day(LocalDate.of(2026, 11, 20)));
  }

  @Test
  void groupsMessagesOfOnePerson_withoutPause() {
    Instant now = clock.instant();
    timeline.add(
        List.of(
            at("ben", 1, now),
            at("ben", 2, now.plusSeconds(60)),
            at("ben", 3, now.plusSeconds(60 + 301)),
            at("me", 4, now.plusSeconds(370))));

    assertThat(messages().stream().map(row -> row.facts().startsGroup()))
        .containsExactly(true, false, true, true);
  }

  @Test
  void drawsTheUnreadLine_aboveTheFirstUnreadOfTheOther() {
    timeline.add(List.of(from("ben", 1), own("mine", 2), from("ben", 3)));

    timeline.markUnread(1);

    assertThat(timeline.rows().indexOf(new TimelineRow.Unread())).isEqualTo(3);
  }

  @Test
  void clears_andStaysCleared() {
    timeline.add(List.of(from("ben", 1), from("ben", 2)));

    timeline.clear(2);
    timeline.add(List.of(from("ben", 1), from("ben", 2)));
    assertThat(timeline.rows()).isEmpty();

    timeline.add(List.of(from("ben", 3)));
    assertThat(texts()).containsExactly("t3");
  }

  @Test
  void keepsWhatWaits_whenCleared() {
    timeline.add(List.of(from("ben", 1)));
    waiting("still to go");

    timeline.clear(1);

    assertThat(texts()).containsExactly("still to go");
  }

  @Test
  void trimsTheOldest() {
    timeline.add(LongStream.rangeClosed(1, 30).mapToObj(i -> from("ben", i)).toList());

    timeline.trim(10);

    assertThat(timeline.oldestSequence()).isEqualTo(21);
    assertThat(timeline.newestSequence()).isEqualTo(30);
  }

  @Test
  void touchesNothingBut_whatIsNew() {
    timeline.add(LongStream.rangeClosed(51, 100).mapToObj(i -> from("ben", i)).toList());
    AtomicInteger removed = new AtomicInteger();
    timeline
        .rows()
        .addListener(
            (ListChangeListener<TimelineRow>)
                change -> {
                  while (change.next()) {
                    removed.addAndGet(change.getRemovedSize());
                  }
                });

    timeline.add(List.of(from("ben", 101)));
    timeline.add(LongStream.rangeClosed(1, 50).mapToObj(i -> from("ben", i)).toList());

    assertThat(removed).hasValue(0);
  }

  private MessageRow waiting(String text) {
    timeline.outgoing(
        new OutgoingMessage(
            "line " + ++lines,
            "ben",
            text,
            clock.instant(),
            new DeliveryState.Waiting(clock.instant(), "on its way")));
    return messages().get(messages().size() - 1);
  }

  private OutgoingMessage line(MessageRow row) {
    return new OutgoingMessage(
        row.id(),
        "ben",
        row.text(),
        clock.instant(),
        new DeliveryState.Waiting(clock.instant(), "on its way"));
  }

  private void acknowledge(MessageRow row, SendReceipt receipt) {
    timeline.outgoing(line(row).with(new DeliveryState.Stored(clock.instant(), receipt)));
  }

  private void fail(MessageRow row, String why) {
    timeline.outgoing(
        line(row).with(new DeliveryState.Failed(clock.instant(), Reason.UNKNOWN_RECEIVER, why)));
  }

  private ChatMessage from(String who, long sequence) {
    return at(who, sequence, clock.instant());
  }

  private static ChatMessage at(String who, long sequence, Instant time) {
    String to = who.equals("me") ? "ben" : "me";
    return new ChatMessage(1000 + sequence, sequence, who, to, "t" + sequence, time, false);
  }

  private ChatMessage own(String text, long sequence) {
    return new ChatMessage(1000 + sequence, sequence, "me", "ben", text, clock.instant(), false);
  }

  private SendReceipt receipt(String text, long sequence, int copies, int members) {
    return new SendReceipt(own(text, sequence), 1, sequence, copies, members, "localhost:2625");
  }

  private List<MessageRow> messages() {
    return timeline.rows().stream()
        .filter(MessageRow.class::isInstance)
        .map(MessageRow.class::cast)
        .toList();
  }

  private List<String> texts() {
    return messages().stream().map(MessageRow::text).toList();
  }

  private List<Long> sequences() {
    return messages().stream().map(row -> row.facts().sequence()).toList();
  }

  private List<Delivery> deliveries() {
    return messages().stream().map(row -> row.facts().delivery()).toList();
  }
}
