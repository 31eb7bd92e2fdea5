package io.jmessage.bench.command;

import io.jmessage.bench.figures.HtmlReport;
import io.jmessage.bench.figures.JsonReport;
import io.jmessage.bench.figures.Machine;
import io.jmessage.bench.figures.Report;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.figures.TextReport;
import io.jmessage.bench.measure.Measure;
import io.jmessage.bench.measure.Setting;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Trees;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every measure takes, and the way from measures to figures. */
final class CommonOptions {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "3",
      description = "Servers of a Jmessage cluster, 1 to 9 (default ${DEFAULT-VALUE}).")
  private int servers;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is measured, 1 to 1000 (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long a round takes, 1 to 3600 (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Of each, before anything is measured, 0 to 3600 (default ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = {
        "Where all data and logs go, in a directory of its own that is deleted in the end if all"
            + " went well; a temporary one if not given. The disk under it is measured, too."
      })
  private @Nullable Path directory;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures there, too.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Writes a page with plots there, index.html, that needs nothing else.")
  private @Nullable Path report;

  /** Refuses what is out of bounds. */
  void check() {
    between("--servers", servers, 1, 9);
    between("--rounds", rounds, 1, 1000);
    between("--seconds", seconds, 1, 3600);
    between("--warm-up", warmUp, 0, 3600);
    if (json != null && Files.isDirectory(json)) {
      throw refused("--json: %s is a directory".formatted(json));
    }
    if (report != null && Files.exists(report) && !Files.isDirectory(report)) {
      throw refused("--report: %s is not a directory".formatted(report));
    }
    if (directory != null && !Files.isDirectory(directory)) {
      throw refused("--directory: there is no directory %s".formatted(directory));
    }
  }

  void between(String option, int value, int least, int most) {
    between(spec.commandLine(), option, value, least, most);
  }

  static void between(CommandLine line, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          line, "%s: %d to %d, got %d".formatted(option, least, most, value));
    }
  }

  /** For what one server alone cannot show. */
  void serversAtLeast(int least) {
    between("--servers", servers, least, 9);
  }

  ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  /**
   * Runs the measures one after the other. What one of them could not do does not keep the others.
   *
   * @return the exit code
   */
  int run(List<Measure> measures) throws IOException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    Path place =
        directory == null
            ? Files.createTempDirectory("jmessage-bench")
            : Files.createTempDirectory(directory, "jmessage-bench");
    out.printf("Data and logs are in %s%n", place);
    List<Section> sections = new ArrayList<>();
    boolean good = true;
    Map<String, String> machine = Machine.describe(place);
    for (Measure measure : measures) {
      try {
        sections.add(measure.run(setting(place, out)));
      } catch (SystemFailure failure) {
        good = false;
        say(out, "FAILED: " + failure.getMessage());
      }
    }
    publish(new Report(command(), machine, sections), out);
    if (good) {
      Trees.delete(place);
    }
    return good ? 0 : 1;
  }

  private Setting setting(Path place, PrintWriter out) {
    return new Setting(
        place,
        line -> say(out, line),
        servers,
        rounds,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(warmUp));
  }

  private static synchronized void say(PrintWriter out, String line) {
    out.printf("%s  %s%n", CLOCK.format(LocalTime.now(ZoneId.systemDefault())), line);
    out.flush();
  }

  private void publish(Report figures, PrintWriter out) throws IOException {
    TextReport.print(figures, out);
    if (json != null) {
      Files.writeString(json, JsonReport.of(figures));
    }
    if (report != null) {
      Files.writeString(
          Files.createDirectories(report).resolve("index.html"), HtmlReport.of(figures));
    }
  }

  private String command() {
    return "./jmessage bench "
        + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
  }
}
