package io.jmessage.system.torture;

import io.jmessage.system.failover.Gaps;
import io.jmessage.system.torture.fault.FaultKind;
import java.io.PrintWriter;
import java.time.Duration;

/** One line for every fault: time left, faults so far, acknowledged, worst gap. */
final class Progress {
  private final PrintWriter out;
  private String round = "";
  private long end;

  Progress(PrintWriter out) {
    this.out = out;
  }

  void begin(Profile profile, int number, long begunNanos) {
    round = profile.rounds() == 1 ? "" : "round %d of %d, ".formatted(number, profile.rounds());
    end = begunNanos + profile.length().toNanos();
  }

  void say(String text) {
    out.println(text);
    out.flush();
  }

  /** A fault begins. */
  void fault(FaultKind kind, Pulse pulse, FaultLog faults) {
    out.printf("%s  %s ...%n", head(pulse, faults), kind.words());
    out.flush();
  }

  /** It is over, and users go on. */
  void done(FaultKind kind, String detail, Duration gap, Pulse pulse, FaultLog faults) {
    out.printf(
        "%s  %s: %s; waited %.2f s%n",
        head(pulse, faults), kind.words(), detail, Gaps.seconds(gap));
    out.flush();
  }

  private String head(Pulse pulse, FaultLog faults) {
    long left = Math.max(0, (end - System.nanoTime()) / 1_000_000_000);
    return "%s%d:%02d left, %d faults, %,d acknowledged, worst gap %.2f s"
        .formatted(
            round,
            left / 60,
            left % 60,
            faults.count(),
            pulse.count(),
            Gaps.seconds(pulse.longestEver()));
  }
}
