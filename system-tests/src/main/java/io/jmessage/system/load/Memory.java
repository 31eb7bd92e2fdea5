package io.jmessage.system.load;

import io.jmessage.system.LocalCluster;
import io.jmessage.system.SystemFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one server takes: the heap in use after its last garbage collection, from the log that the
 * JVM writes of them, and its resident set, where the system tells. In MiB.
 *
 * @param heap -1: it has not collected yet
 * @param resident -1: not told
 */
public record Memory(long heap, long resident) {
  private static final String LOG = "gc-%s.log";
  private static final Pattern COLLECTED = Pattern.compile("Pause .*?\\d+M->(\\d+)M\\(");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final long COLLECT_SECONDS = 20;

  /** Options of a JVM, and that it writes its collections down in the cluster's directory. */
  public static List<String> written(List<String> jvmOptions) {
    List<String> all = new ArrayList<>(jvmOptions);
    all.add("-Xlog:gc:file=gc-%p.log");
    return List.copyOf(all);
  }

  static Memory of(LocalCluster cluster, int server) {
    long pid = cluster.process(server).pid();
    return new Memory(
        last(COLLECTED, cluster.directory().resolve(LOG.formatted(pid)), 1),
        last(RESIDENT, Path.of("/proc/" + pid + "/status"), 1 << 10));
  }

  /** As above, after a full collection, if this JDK can ask for one. */
  public static Memory collected(LocalCluster cluster, int server) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (Files.isExecutable(jcmd)) {
      run(List.of(jcmd.toString(), "" + cluster.process(server).pid(), "GC.run"));
    }
    return of(cluster, server);
  }

  private static void run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(COLLECT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new SystemFailure("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }

  private static long last(Pattern pattern, Path file, long divisor) {
    if (!Files.isReadable(file)) {
      return -1;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(pattern::matcher)
          .filter(Matcher::find)
          .map(MatchResult.class::cast)
          .reduce((a, b) -> b)
          .map(found -> Long.parseLong(found.group(1)) / divisor)
          .orElse(-1L);
    } catch (IOException e) {
      return -1;
    }
  }
}
