package io.jmessage.system.torture.fault;

import java.util.ArrayList;
import java.util.List;

/** Servers that end and come back, as planned or not. */
final class Restarts {
  private static final int STORM_MIN = 3;
  private static final int STORM_SPREAD = 3;

  private Restarts() {}

  static String plannedStop(Stage stage) {
    int server = stage.either() ? stage.master() : stage.slaves().get(0);
    stage.stop(server);
    stage.last(stage.between(0, 2000));
    stage.start(server);
    return "server " + server;
  }

  static String stepDown(Stage stage) {
    int master = stage.master();
    String said = stage.admin(master).stepDown().map(reply -> reply.getText()).orElse("no answer");
    return "server %d: %s".formatted(master, said);
  }

  static String storm(Stage stage) {
    int server = stage.all().get(stage.below(stage.size()));
    int times = STORM_MIN + stage.below(STORM_SPREAD);
    for (int time = 0; time < times; time++) {
      stage.kill(server);
      stage.launch(server);
      stage.last(stage.between(0, 4000));
    }
    stage.start(server);
    return "server %d, %d times".formatted(server, times);
  }

  static String cold(Stage stage) {
    stage.shuffled(stage.all()).forEach(stage::kill);
    List<Integer> order = permutation(stage.all(), stage.nextColdRestart());
    for (int server : order) {
      stage.start(server);
    }
    return "started in the order " + order;
  }

  static String oldCommandLine(Stage stage) {
    stage.kill(1);
    stage.awaitMasterOtherThan(1);
    stage.awaitServing();
    stage.start(1);
    return "server 1";
  }

  /** The n-th of all orders; they come again after the last. */
  static List<Integer> permutation(List<Integer> elements, int n) {
    List<Integer> rest = new ArrayList<>(elements);
    List<Integer> order = new ArrayList<>();
    int left = n;
    while (!rest.isEmpty()) {
      order.add(rest.remove(left % rest.size()));
      left /= rest.size() + 1;
    }
    return order;
  }
}
