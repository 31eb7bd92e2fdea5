package io.jmessage.bench.round;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What processes and the machine have used up so far. The difference of two readings is what was
 * used between them. What the system does not tell is 0.
 *
 * @param processorNanos of each process with all that it started, by name; with {@link #GENERATOR}
 * @param writtenBytes to the disk, whoever's
 * @param wireBytes that went over loopback, whoever's
 * @param busyNanos of all processors, whoever's, and what a hypervisor took
 */
record Reading(
    long nanos,
    Map<String, Long> processorNanos,
    long writtenBytes,
    long wireBytes,
    long busyNanos) {
  /** This process, which makes the load. */
  static final String GENERATOR = "generator";

  private static final Path PROC = Path.of("/proc");
  private static final Pattern SECTORS_WRITTEN =
      Pattern.compile("^\\s*\\d+\\s+\\d+\\s+\\d+\\s+\\d+\\s+\\d+\\s+\\d+\\s+(\\d+)");
  private static final Pattern LOOPBACK = Pattern.compile("(?m)^\\s*lo:\\s*(\\d+)");
  private static final Pattern BUSY =
      Pattern.compile("^cpu +(\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+) (\\d+)");

  /** Whatever the disk has. */
  private static final long SECTOR_BYTES = 512;

  /** Linux counts processor time for programs in hundredths of a second. */
  private static final long TICK_NANOS = 10_000_000;

  /**
   * Reads all of it.
   *
   * @param data where the processes keep theirs, for the disk under it
   */
  static Reading of(Map<String, ProcessHandle> processes, Path data) {
    Map<String, Long> processorNanos = new LinkedHashMap<>();
    processes.forEach(
        (name, process) ->
            processorNanos.put(
                name,
                Stream.concat(Stream.of(process), process.descendants())
                    .mapToLong(Reading::processorTime)
                    .sum()));
    processorNanos.put(GENERATOR, processorTime(ProcessHandle.current()));
    return new Reading(
        System.nanoTime(),
        Map.copyOf(processorNanos),
        SECTOR_BYTES * number(disk(data).resolve("stat"), SECTORS_WRITTEN),
        number(PROC.resolve("net/dev"), LOOPBACK),
        busy());
  }

  private static long processorTime(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /**
   * Where the system tells of the disk under a file. What it tells of a process counts whole groups
   * of pages, however little of them was written.
   */
  private static Path disk(Path data) {
    try {
      long device = ((Number) Files.getAttribute(data, "unix:dev")).longValue();
      long major = (device >> 8) & 0xfff;
      long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
      return Path.of("/sys/dev/block").resolve(major + ":" + minor);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Path.of("/sys/dev/block/none");
    }
  }

  private static long busy() {
    Matcher matcher = BUSY.matcher(text(PROC.resolve("stat")));
    if (!matcher.find()) {
      return 0;
    }
    long ticks = 0;
    for (int i = 1; i <= matcher.groupCount(); i++) {
      ticks += Long.parseLong(matcher.group(i));
    }
    return ticks * TICK_NANOS;
  }

  private static long number(Path file, Pattern pattern) {
    Matcher matcher = pattern.matcher(text(file));
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /** Files of /proc tell no size, and may be gone with their process. */
  private static String text(Path file) {
    try {
      return Files.isReadable(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
