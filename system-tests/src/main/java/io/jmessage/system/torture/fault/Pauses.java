package io.jmessage.system.torture.fault;

import java.time.Duration;
import java.util.List;

/** Processes that stand still by SIGSTOP, for 1 to 20 s at full scale. */
final class Pauses {
  private static final long LEAST_MILLIS = 1000;
  private static final long MOST_MILLIS = 20_000;

  private Pauses() {}

  static String master(Stage stage) {
    return pause(stage, stage.master());
  }

  static String slave(Stage stage) {
    return pause(stage, stage.slaves().get(0));
  }

  private static String pause(Stage stage, int server) {
    // Short ones more often: their ends are where the leases are.
    Duration time =
        stage.either()
            ? stage.between(LEAST_MILLIS, MOST_MILLIS / 4)
            : stage.between(LEAST_MILLIS, MOST_MILLIS);
    stage.pause(server);
    stage.last(time);
    stage.resume(server);
    return "server %d for %d ms".formatted(server, time.toMillis());
  }

  /** Shorter than it takes to drop them: what is acknowledged meanwhile was not to be. */
  static String slavesThenKill(Stage stage) {
    int master = stage.master();
    List<Integer> slaves = stage.slaves();
    slaves.forEach(stage::pause);
    stage.last(Duration.ofMillis(500 + stage.below(1000)));
    stage.kill(master);
    slaves.forEach(stage::resume);
    stage.last(stage.between(0, 2000));
    stage.start(master);
    return "server " + master + " while " + slaves + " stand still";
  }
}
