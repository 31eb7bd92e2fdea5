package io.jmessage.system.torture.fault;

import java.time.Duration;
import java.util.List;

/** Links between two servers that are slow, cut, or break. */
final class LinkFaults {
  private static final int RESETS = 5;

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
