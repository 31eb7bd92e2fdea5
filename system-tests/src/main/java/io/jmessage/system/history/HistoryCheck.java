package io.jmessage.system.history;

import io.jmessage.client.model.ChatMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a conversation, as a server has it, against the notes of its users. Every line must have a
 * text of its own, so that a line that is there twice is seen. Not thread-safe.
 */
public final class HistoryCheck {
  /** A broken history is broken in thousands of places; the first ones tell. */
  private static final int PROBLEMS_MAX = 20;

  private final List<ChatMessage> history;
  private final List<String> problems = new ArrayList<>();

  private HistoryCheck(List<ChatMessage> history) {
    this.history = history;
  }

  /**
   * Checks that the history counts 1, 2, 3 … without a hole and has no line twice, that every
   * acknowledged line stands where its receipt says, that each user's lines stand in the order of
   * their sending, and that each user was shown exactly the history, in its order.
   *
   * @return what is wrong; empty: nothing
   */
  public static List<String> problems(List<ChatMessage> history, Notes first, Notes second) {
    HistoryCheck check = new HistoryCheck(history);
    check.numbers();
    check.noLineTwice();
    check.notes(first, second.name());
    check.notes(second, first.name());
    return List.copyOf(check.problems);
  }

  private void notes(Notes user, String other) {
    List<Acknowledged> lines =
        user.acknowledged().stream().filter(line -> line.to().equals(other)).toList();
    acknowledged(lines);
    order(user.name(), lines);
    shown(user.name(), between(user.shown(), user.name(), other));
  }

  private void numbers() {
    long id = 0;
    for (int i = 0; i < history.size(); i++) {
      ChatMessage message = history.get(i);
      if (message.sequence() != i + 1) {
        problem("place " + (i + 1) + " holds number " + message.sequence());
      }
      if (message.id() <= id) {
        problem("number " + message.sequence() + " has id " + message.id() + " after " + id);
      }
      id = message.id();
    }
  }

  private void noLineTwice() {
    Set<String> seen = new HashSet<>();
    for (ChatMessage message : history) {
      if (!seen.add(message.from() + '\n' + message.text())) {
        problem("number " + message.sequence() + " of " + message.from() + " is there twice");
      }
    }
  }

  private void acknowledged(List<Acknowledged> lines) {
    for (Acknowledged line : lines) {
      long sequence = line.receipt().message().sequence();
      boolean there = sequence >= 1 && sequence <= history.size();
      ChatMessage found = there ? history.get((int) sequence - 1) : null;
      if (found == null || !isLine(found, line)) {
        problem("line " + line.number() + " of " + line.from() + " is not at number " + sequence);
      }
    }
  }

  private static boolean isLine(ChatMessage message, Acknowledged line) {
    return message.id() == line.receipt().message().id()
        && message.from().equals(line.from())
        && message.to().equals(line.to())
        && message.text().equals(line.text());
  }

  private void order(String from, List<Acknowledged> lines) {
    long last = 0;
    for (Acknowledged line : sorted(lines)) {
      long sequence = line.receipt().message().sequence();
      if (sequence <= last) {
        problem("line " + line.number() + " of " + from + " stands before an earlier one");
      }
      last = sequence;
    }
  }

  private void shown(String name, List<ChatMessage> shown) {
    List<Long> expected = history.stream().map(ChatMessage::id).toList();
    List<Long> actual = shown.stream().map(ChatMessage::id).toList();
    if (!actual.equals(expected)) {
      problem(
          name
              + " was shown "
              + actual.size()
              + " messages, not these "
              + expected.size()
              + " in this order");
    }
  }

  private static List<Acknowledged> sorted(List<Acknowledged> lines) {
    return lines.stream().sorted(Comparator.comparingInt(Acknowledged::number)).toList();
  }

  private static List<ChatMessage> between(List<ChatMessage> messages, String one, String other) {
    return messages.stream().filter(message -> message.peerOf(one).equals(other)).toList();
  }

  private void problem(String text) {
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(text);
    }
  }
}
