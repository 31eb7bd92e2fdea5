package io.jmessage.system.torture.fault;

import io.jmessage.system.link.Links;
import java.time.Duration;
import java.util.List;

/** Links between two servers that are slow, cut, or break. */
final class LinkFaults {
  private static final int RESETS = 5;
  private static final int NARROW_MIN = 5_000;
  private static final int NARROW_SPREAD = 100_000;

  private LinkFaults() {}

  static String slow(Stage stage) {
    List<Integer> ends = ends(stage);
    Duration delay = Duration.ofMillis(10 + stage.below(190));
    links(stage).slow(ends.get(0), ends.get(1), delay, delay.dividedBy(2));
    stage.last(stage.between(2000, 15_000));
    links(stage).healAll();
    return "servers %s by %d ms".formatted(ends, delay.toMillis());
  }

  static String cut(Stage stage) {
    List<Integer> ends = ends(stage);
    links(stage).cut(ends.get(0), ends.get(1));
    stage.last(stage.between(1000, 15_000));
    links(stage).healAll();
    return "servers " + ends;
  }

  static String cutOneWay(Stage stage) {
    List<Integer> ends = ends(stage);
    links(stage).cutOneWay(ends.get(0), ends.get(1));
    stage.last(stage.between(1000, 15_000));
    links(stage).healAll();
    return "from server %d to %d".formatted(ends.get(0), ends.get(1));
  }

  static String narrow(Stage stage) {
    List<Integer> ends = ends(stage);
    int bytes = NARROW_MIN + stage.below(NARROW_SPREAD);
    links(stage).narrow(ends.get(0), ends.get(1), bytes);
    stage.last(stage.between(2000, 15_000));
    links(stage).healAll();
    return "servers %s to %,d bytes/s".formatted(ends, bytes);
  }

  static String halfOpen(Stage stage) {
    List<Integer> ends = ends(stage);
    links(stage).halfOpen(ends.get(0), ends.get(1));
    stage.last(stage.between(1000, 10_000));
    links(stage).healAll();
    return "server %d does not know that %d has closed".formatted(ends.get(0), ends.get(1));
  }

  static String reset(Stage stage) {
    List<Integer> ends = ends(stage);
    for (int i = 0; i < RESETS; i++) {
      links(stage).reset(ends.get(0), ends.get(1));
      stage.last(stage.between(50, 1500));
    }
    return "servers " + ends;
  }

  private static List<Integer> ends(Stage stage) {
    return stage.shuffled(stage.all()).subList(0, 2);
  }

  private static Links links(Stage stage) {
    return stage.links().orElseThrow();
  }
}
