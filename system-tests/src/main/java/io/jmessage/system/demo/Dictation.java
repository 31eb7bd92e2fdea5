package io.jmessage.system.demo;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.history.User;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * The first user reads out a text without waiting for each line, as many in flight as the window
 * allows; the second says now and then how far it came.
 */
final class Dictation implements Exchange {
  /** Enough that a kill always hits lines on their way. */
  private static final int WINDOW = 32;

  private static final int LINES_PER_REPLY = 100;

  private final List<String> texts;

  Dictation(List<String> texts) {
    this.texts = List.copyOf(texts);
  }

  @Override
  public int lines() {
    return texts.size() + texts.size() / LINES_PER_REPLY;
  }

  @Override
  public void begin(User first, User second) {
    second.onShown(message -> reply(first, second, message));
    Thread reader = new Thread(() -> read(first, second.name()), "dictation");
    reader.setDaemon(true);
    reader.start();
  }

  /** The text as the messages of the first user hold it. */
  static List<String> textOf(List<ChatMessage> history, String first) {
    return history.stream()
        .filter(message -> message.from().equals(first))
        .map(message -> message.text().substring(message.text().indexOf('\t') + 1))
        .toList();
  }

  private void read(User first, String to) {
    Semaphore window = new Semaphore(WINDOW);
    for (int i = 0; i < texts.size() && first.failures().isEmpty(); i++) {
      window.acquireUninterruptibly();
      // The number makes each line one of its own, and an empty one sendable.
      CompletableFuture<?> unused =
          first
              .say(to, (i + 1) + "\t" + texts.get(i))
              .whenComplete((receipt, failure) -> window.release());
    }
  }

  private static void reply(User first, User second, ChatMessage message) {
    if (!message.from().equals(first.name())) {
      return;
    }
    int number = Integer.parseInt(message.text().substring(0, message.text().indexOf('\t')));
    if (number % LINES_PER_REPLY == 0) {
      CompletableFuture<?> unused = second.say(first.name(), "I have it up to " + number);
    }
  }
}
