package io.jmessage.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where figures were made: absolute ones say nothing without it. */
public final class Machine {
  private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.*)$");
  private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB");

  private Machine() {}

  /**
   * What can be told of it.
   *
   * @param data where the contenders keep their data
   */
  public static Map<String, String> describe(Path data) {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    machine.put(
        "processors",
        Runtime.getRuntime().availableProcessors()
            + find("/proc/cpuinfo", MODEL).map(model -> " x " + model.strip()).orElse(""));
    find("/proc/meminfo", MEMORY)
        .ifPresent(kilobytes -> machine.put("memory", gibibytes(kilobytes) + " GiB"));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    try {
      machine.put("file system", Files.getFileStore(data).type());
    } catch (IOException e) {
      machine.put("file system", "unknown");
    }
    return machine;
  }

  private static long gibibytes(String kilobytes) {
    return Math.round(Long.parseLong(kilobytes) / (double) (1 << 20));
  }

  private static Optional<String> find(String file, Pattern pattern) {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      return Optional.empty();
    }
    try {
      Matcher matcher = pattern.matcher(Files.readString(path));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
