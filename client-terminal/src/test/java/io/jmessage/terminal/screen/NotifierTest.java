package io.jmessage.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes to the terminal, with a clock that the test sets. */
class NotifierTest {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final List<String> written = new ArrayList<>();
  private long now = Long.MAX_VALUE; // such a clock may begin anywhere

  @Test
  void ringsOnceASecond() {
    Notifier notifier = notifier(Notify.BELL);

    for (int tenth = 0; tenth < 25; tenth++) {
      notifier.ring("hello");
      now += SECOND_NANOS / 10;
    }

    assertThat(written).containsExactly("\u0007", "\u0007", "\u0007");
  }

  @Test
  void namesWhatHasCome_whereItIsAskedFor() {
    notifier(Notify.DESKTOP).ring("Message from bob: two\nlines");

    assertThat(written).containsExactly("\u0007\u001b]9;Message from bob: two lines\u0007");
  }

  @Test
  void textOfOthers_doesNotEndTheSequence_andIsShort() {
    notifier(Notify.DESKTOP).ring("a\u0007b\u001b\\c\u009cd" + "x".repeat(1_000));

    String text = written.get(0).substring("\u0007\u001b]9;".length());
    assertThat(text).startsWith("a\uFFFDb\uFFFD\\c\uFFFDdx").endsWith("…\u0007").hasSize(121);
  }

  @Test
  void saysNothing_ifItIsNotWanted() {
    notifier(Notify.NONE).ring("hello");

    assertThat(written).isEmpty();
  }

  private Notifier notifier(Notify how) {
    return new Notifier(how, written::add, () -> now);
  }
}
