package io.jmessage.system.torture.fault;

import io.jmessage.system.Trees;
import java.time.Duration;
import java.util.List;

/** Deaths by SIGKILL; the disks stay. */
final class Kills {
  private static final Duration PROMOTION = Duration.ofSeconds(10);
  private static final Duration LEARNING = Duration.ofSeconds(10);

  private Kills() {}

  static String master(Stage stage) {
    return die(stage, List.of(stage.master()));
  }

  static String slave(Stage stage) {
    return die(stage, List.of(stage.slaves().get(0)));
  }

  static String two(Stage stage) {
    return die(stage, stage.shuffled(stage.all()).subList(0, 2));
  }

  private static String die(Stage stage, List<Integer> servers) {
    servers.forEach(stage::kill);
    stage.last(stage.between(0, 3000));
    stage.shuffled(servers).forEach(stage::start);
    return "servers " + servers;
  }

  /** The heir is whoever claims: it dies when it is seen to, or at whatever it has come to. */
  static String inPromotion(Stage stage) {
    int master = stage.master();
    int heir = stage.all().stream().filter(server -> server != master).findFirst().orElseThrow();
    long epoch = epochPromised(stage, heir);
    stage.kill(master);
    boolean unused =
        stage.becomes(heir, PROMOTION, status -> status.getPromised().getNumber() > epoch);
    stage.last(Duration.ofMillis(stage.below(60)));
    stage.kill(heir);
    stage.last(stage.between(0, 2000));
    stage.shuffled(List.of(master, heir)).forEach(stage::start);
    return "servers " + List.of(master, heir);
  }

  private static long epochPromised(Stage stage, int server) {
    return stage.admin(server).status().map(status -> status.getPromised().getNumber()).orElse(0L);
  }

  static String inCatchUp(Stage stage) {
    int slave = stage.slaves().get(0);
    stage.kill(slave);
    stage.awaitServing();
    stage.last(stage.between(0, 3000));
    return whileLearning(stage, slave);
  }

  static String inSnapshot(Stage stage) {
    int slave = stage.wipeable();
    if (slave == stage.master()) {
      stage.kill(slave);
      stage.awaitMasterOtherThan(slave);
    }
    stage.kill(slave);
    Trees.empty(stage.data(slave));
    return whileLearning(stage, slave);
  }

  /** The slave or its master dies while the slave is given what it lacks. */
  private static String whileLearning(Stage stage, int slave) {
    int victim = stage.either() ? slave : stage.master();
    stage.start(slave);
    boolean unused = stage.becomes(slave, LEARNING, status -> status.getRole().equals("LEARNER"));
    stage.last(Duration.ofMillis(stage.below(100)));
    stage.kill(victim);
    stage.last(stage.between(0, 1000));
    stage.start(victim);
    return "server " + victim + " while " + slave + " learns";
  }
}
