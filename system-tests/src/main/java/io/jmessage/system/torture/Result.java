package io.jmessage.system.torture;

import io.jmessage.system.torture.check.Check;
import io.jmessage.system.torture.check.Findings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param sent texts that users handed over
 * @param refused of those: nothing happened; the rest was not known
 * @param read messages that were read on each server, and compared
 * @param findings of each check that was made
 * @param broken why the run could not come to its end; empty: it did
 */
record Result(
    String profile,
    long seed,
    int servers,
    int clients,
    Duration time,
    FaultLog faults,
    long sent,
    long acknowledged,
    long refused,
    long read,
    Duration worstGap,
    Map<Check, Findings> findings,
    Optional<String> broken) {
  Result {
    findings = new EnumMap<>(findings);
  }

  boolean isGood() {
    return broken.isEmpty()
        && !findings.isEmpty()
        && findings.values().stream().allMatch(found -> found.count() == 0);
  }
}
