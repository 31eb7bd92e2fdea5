package io.jmessage.server.cli;

import io.jmessage.server.replication.failstop.core.Timings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The times of docs/protocol.md, 3.9. All servers of a cluster need the same. */
final class TimingOptions {

  @Option(
      names = "--heart-beat",
      paramLabel = "TIME",
      defaultValue = "250ms",
      converter = DurationText.class,
      description = "between heart-beats of master and slaves (default: ${DEFAULT-VALUE})")
  private Duration heartBeat = Duration.ZERO;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      defaultValue = "1500ms",
      converter = DurationText.class,
      description =
          "how long a master may answer reads after a slave confirmed it"
              + " (default: ${DEFAULT-VALUE})")
  private Duration lease = Duration.ZERO;

  @Option(
      names = "--fail-after",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = DurationText.class,
      description =
          "silence after which a slave suspects the master; more than 1.1 times --lease plus"
              + " --heart-beat (default: ${DEFAULT-VALUE})")
  private Duration failAfter = Duration.ZERO;

  @Option(
      names = "--drop-after",
      paramLabel = "TIME",
      defaultValue = "2500ms",
      converter = DurationText.class,
      description =
          "silence after which the master goes on without a slave; not less than"
              + " --fail-after (default: ${DEFAULT-VALUE})")
  private Duration dropAfter = Duration.ZERO;

  @Option(
      names = "--claim-timeout",
      paramLabel = "TIME",
      defaultValue = "700ms",
      converter = DurationText.class,
      description =
          "how long a slave that takes over waits for answers (default: ${DEFAULT-VALUE})")
  private Duration claimTimeout = Duration.ZERO;

  @Option(
      names = "--claim-step",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = DurationText.class,
      description =
          "how much longer each next slave in the order of addresses waits before it takes"
              + " over (default: ${DEFAULT-VALUE})")
  private Duration claimStep = Duration.ZERO;

  /**
   * The times, checked against each other.
   *
   * @throws IllegalArgumentException with a text that names the options
   */
  Timings timings() {
    requireMoreThanZero("--heart-beat", heartBeat);
    requireMoreThanZero("--claim-timeout", claimTimeout);
    requireMoreThanZero("--claim-step", claimStep);
    require(
        lease.compareTo(heartBeat) > 0,
        "--lease: must be longer than --heart-beat" + got(heartBeat, lease));
    // Clock rates may differ by 10 % (A5). In whole numbers: 1.1 leases and a heart-beat.
    Duration failMin = lease.multipliedBy(11).dividedBy(10).plus(heartBeat);
    require(
        failAfter.compareTo(failMin) > 0,
        "--fail-after: must be longer than 1.1 times --lease plus --heart-beat"
            + got(failMin, failAfter));
    require(
        dropAfter.compareTo(failAfter) >= 0,
        "--drop-after: must not be shorter than --fail-after" + got(failAfter, dropAfter));
    return new Timings(
        heartBeat.toMillis(),
        lease.toMillis(),
        failAfter.toMillis(),
        dropAfter.toMillis(),
        claimTimeout.toMillis(),
        claimStep.toMillis());
  }

  private static void requireMoreThanZero(String name, Duration time) {
    require(!time.isZero(), name + ": must be more than 0");
  }

  private static String got(Duration bound, Duration given) {
    return " (%dms), got %dms".formatted(bound.toMillis(), given.toMillis());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
