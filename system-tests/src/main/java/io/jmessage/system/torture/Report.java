package io.jmessage.system.torture;

import io.jmessage.system.failover.Gaps;
import java.io.PrintWriter;

/** A result as tables for people. */
final class Report {
  private Report() {}

  static void print(Result result, PrintWriter out) {
    out.printf("%n%-28s %6s %12s %12s%n", "fault", "number", "median gap", "worst gap");
    result
        .faults()
        .gaps()
        .forEach(
            (kind, gaps) ->
                out.printf(
                    "%-28s %6d %10.2f s %10.2f s%n",
                    kind.words(),
                    gaps.size(),
                    Gaps.seconds(Gaps.median(gaps)),
                    Gaps.seconds(gaps.get(gaps.size() - 1))));
    result
        .faults()
        .leftOut()
        .forEach((kind, why) -> out.printf("%-28s left out: %s%n", kind.words(), why));
    out.printf(
        "%n%,d texts sent: %,d acknowledged, %,d refused, %,d without an answer; "
            + "%,d messages read and compared; %.0f s%n",
        result.sent(),
        result.acknowledged(),
        result.refused(),
        result.sent() - result.acknowledged() - result.refused(),
        result.read(),
        Gaps.seconds(result.time()));
    out.printf("%n%-4s %8s  %s%n", "", "problems", "what must hold");
    result
        .findings()
        .forEach(
            (check, found) ->
                out.printf("%-4s %8d  %s%n", check.id(), found.count(), check.words()));
    result
        .findings()
        .forEach(
            (check, found) ->
                found.told().forEach(text -> out.println("  ! " + check.id() + ": " + text)));
    result.broken().ifPresent(why -> out.println("  ! the run broke off: " + why));
    out.println(result.isGood() ? "Good." : "NOT good.");
    out.flush();
  }
}
