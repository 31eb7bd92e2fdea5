package io.jmessage.system.demo;

import io.jmessage.system.history.User;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A conversation in turns: each line is said when the one before has been shown to the one who says
 * it. So the time between two lines is what people feel.
 */
final class Dialogue implements Exchange {
  private final List<String> texts;

  /** As many lines for each of the two. */
  Dialogue(int linesEach) {
    texts = new TextGenerator(linesEach).lines(2 * linesEach);
  }

  @Override
  public int lines() {
    return texts.size();
  }

  @Override
  public void begin(User first, User second) {
    AtomicInteger next = new AtomicInteger();
    answer(first, second, next);
    answer(second, first, next);
    say(first, second, next);
  }

  private void answer(User one, User other, AtomicInteger next) {
    one.onShown(
        message -> {
          if (message.from().equals(other.name())) {
            say(one, other, next);
          }
        });
  }

  private void say(User one, User other, AtomicInteger next) {
    int number = next.getAndIncrement();
    if (number < texts.size()) {
      CompletableFuture<?> unused = one.say(other.name(), (number + 1) + "\t" + texts.get(number));
    }
  }
}
