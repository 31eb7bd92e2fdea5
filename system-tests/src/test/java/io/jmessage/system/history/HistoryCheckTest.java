package io.jmessage.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The check finds what it is there to find: each test breaks a good history in one way. */
class HistoryCheckTest {
  private static final List<ChatMessage> GOOD =
      List.of(
          message(1, "ada", "a1"),
          message(2, "grace", "g1"),
          message(3, "ada", "a2"),
          message(4, "ada", "a3"));

  @Test
  void findsNothing_whenAllIsAsTheUsersWereTold() {
    assertThat(problems(GOOD, GOOD, GOOD)).isEmpty();
  }

  @Test
  void findsALostLine() {
    assertThat(problems(renumbered(without(GOOD, 3)), GOOD, renumbered(without(GOOD, 3))))
        .anyMatch(text -> text.contains("line 3 of ada is not at number 4"));
  }

  @Test
  void findsALineThatIsThereTwice() {
    List<ChatMessage> doubled = new ArrayList<>(GOOD);
    doubled.add(message(5, "ada", "a3"));

    assertThat(problems(doubled, GOOD, doubled)).containsExactly("number 5 of ada is there twice");
  }

  @Test
  void findsAHole() {
    assertThat(problems(without(GOOD, 1), without(GOOD, 1), without(GOOD, 1)))
        .anyMatch(text -> text.contains("place 2 holds number 3"));
  }

  @Test
  void findsLinesInAnotherOrderThanTheyWereSent() {
    List<ChatMessage> swapped =
        List.of(
            message(1, "ada", "a2"),
            message(2, "grace", "g1"),
            message(3, "ada", "a1"),
            message(4, "ada", "a3"));

    assertThat(problems(swapped, swapped, swapped))
        .containsExactly("line 2 of ada stands before an earlier one");
  }

  @Test
  void findsAMessageThatWasShownTwice_orNever_orOutOfOrder() {
    List<ChatMessage> twice = new ArrayList<>(GOOD);
    twice.add(GOOD.get(0));
    List<ChatMessage> moved = new ArrayList<>(GOOD);
    Collections.swap(moved, 0, 1);

    for (List<ChatMessage> shown : List.of(twice, without(GOOD, 2), moved)) {
      assertThat(problems(GOOD, GOOD, shown)).hasSize(2).allMatch(t -> t.contains("was shown"));
    }
  }

  /** Ada's and Grace's notes say that {@code told} was acknowledged and {@code shown} was shown. */
  private static List<String> problems(
      List<ChatMessage> history, List<ChatMessage> told, List<ChatMessage> shown) {
    return HistoryCheck.problems(
        history,
        new Notes("ada", acknowledged("ada", told), shown),
        new Notes("grace", acknowledged("grace", told), shown));
  }

  /** A user's lines are numbered in the order of sending, which their texts tell: a1, a2, a3. */
  private static List<Acknowledged> acknowledged(String from, List<ChatMessage> told) {
    return told.stream()
        .filter(message -> message.from().equals(from))
        .map(
            message ->
                new Acknowledged(
                    Integer.parseInt(message.text().substring(1)),
                    from,
                    message.to(),
                    message.text(),
                    new SendReceipt(message, 1, message.id(), 3, 3, "localhost:2625"),
                    message.id()))
        .toList();
  }

  private static ChatMessage message(long sequence, String from, String text) {
    String to = from.equals("ada") ? "grace" : "ada";
    return new ChatMessage(10 * sequence, sequence, from, to, text, Instant.EPOCH, false);
  }

  private static List<ChatMessage> without(List<ChatMessage> messages, int index) {
    List<ChatMessage> rest = new ArrayList<>(messages);
    rest.remove(index);
    return rest;
  }

  private static List<ChatMessage> renumbered(List<ChatMessage> messages) {
    return IntStream.range(0, messages.size())
        .mapToObj(i -> message(i + 1, messages.get(i).from(), messages.get(i).text()))
        .toList();
  }
}
