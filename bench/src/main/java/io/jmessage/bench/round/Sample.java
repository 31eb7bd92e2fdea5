package io.jmessage.bench.round;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One contender in one round.
 *
 * @param latencies of the operations that ended in it, in nanoseconds
 * @param processorMicros by process, for each operation
 * @param writtenBytes to disk, and {@code wireBytes} over loopback, for each operation
 * @param others the part of all processors that went to anything else
 */
public record Sample(
    double seconds,
    Histogram latencies,
    Map<String, Double> processorMicros,
    double writtenBytes,
    double wireBytes,
    double others) {

  static Sample between(Reading before, Reading after, Histogram latencies) {
    double operations = Math.max(1, latencies.getTotalCount());
    double nanos = Math.max(1, after.nanos() - before.nanos());
    Map<String, Double> processorMicros = new LinkedHashMap<>();
    double own = 0;
    for (Map.Entry<String, Long> process : after.processorNanos().entrySet()) {
      double used = process.getValue() - before.processorNanos().getOrDefault(process.getKey(), 0L);
      own += used;
      processorMicros.put(process.getKey(), used / 1e3 / operations);
    }
    double all = nanos * Runtime.getRuntime().availableProcessors();
    double others = (after.busyNanos() - before.busyNanos() - own) / all;
    return new Sample(
        nanos / 1e9,
        latencies,
        Map.copyOf(processorMicros),
        (after.writtenBytes() - before.writtenBytes()) / operations,
        (after.wireBytes() - before.wireBytes()) / operations,
        Math.max(0, others));
  }

  public long operations() {
    return latencies.getTotalCount();
  }

  /** Operations a second. */
  public double rate() {
    return operations() / seconds;
  }

  /** So many percent took no longer than this. */
  public double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }

  public double worstMillis() {
    return latencies.getMaxValue() / 1e6;
  }

  public double generatorMicros() {
    return processorMicros.getOrDefault(Reading.GENERATOR, 0.0);
  }

  /** Of all servers together. */
  public double serverMicros() {
    return processorMicros.values().stream().mapToDouble(Double::doubleValue).sum()
        - generatorMicros();
  }
}
