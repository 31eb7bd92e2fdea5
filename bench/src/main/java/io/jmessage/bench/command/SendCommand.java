package io.jmessage.bench.command;

import io.jmessage.bench.measure.Lineup;
import io.jmessage.bench.measure.SendMeasure;
import io.jmessage.bench.measure.SendMeasure.SteadyRate;
import io.jmessage.bench.round.Cell;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Acknowledged writes. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Acknowledged writes: ours in each way to send, beside other systems, an echo that does no"
          + " work, and the disk itself. What is not installed is left out, and said so."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured; what was left out is told",
      "1:could not be measured",
      "2:wrong arguments"
    })
public final class SendCommand implements Callable<Integer> {
  private static final String HALF = "half";

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--writers",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,16,64,256",
      description = "Writers at once, each 1 to 1024 (default ${DEFAULT-VALUE}).")
  private List<Integer> writers = List.of();

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      split = ",",
      defaultValue = "100,4096",
      description = "Bytes of text, each 1 to 65536 (default ${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--systems",
      paramLabel = "NAME",
      split = ",",
      description = "Who takes part: ${COMPLETION-CANDIDATES}; all if not given.",
      completionCandidates = Systems.class)
  private @Nullable List<String> systems;

  @Option(
      names = "--addresses",
      paramLabel = "HOST:PORT",
      split = ",",
      description = {
        "Client addresses of servers that run: they are measured, and neither started nor stopped."
            + " Accounts named bench-... stay there."
      })
  private @Nullable List<String> addresses;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = {
        "Also at a steady rate: so many a second, or 'half' of what each takes at most. Times count"
            + " from when each write was due."
      })
  private @Nullable String rate;

  @Option(
      names = "--rate-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long at that rate, 1 to 3600 (default ${DEFAULT-VALUE}).")
  private int rateSeconds;

  /** For the help. */
  static final class Systems implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Lineup.words().iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    return common.run(List.of(measure()));
  }

  private SendMeasure measure() {
    writers.forEach(each -> common.between("--writers", each, 1, 1024));
    sizes.forEach(each -> common.between("--size", each, 1, 65_536));
    common.between("--rate-seconds", rateSeconds, 1, 3600);
    List<Cell> cells = new ArrayList<>();
    for (int size : sizes) {
      writers.forEach(each -> cells.add(new Cell(each, size)));
    }
    List<String> running = addresses == null ? List.of() : addresses;
    running.forEach(this::checkAddress);
    return new SendMeasure(lineup(running.isEmpty()), cells, running, steady());
  }

  private List<Lineup> lineup(boolean own) {
    if (systems == null) {
      return Stream.of(Lineup.values()).filter(each -> own || each != Lineup.SINGLE).toList();
    }
    try {
      return systems.stream().map(Lineup::of).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw common.refused("--systems: " + e.getMessage());
    }
  }

  private void checkAddress(String address) {
    if (!address.matches("[^\\s:]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
      throw common.refused("--addresses: HOST:PORT, got '" + address + "'");
    }
  }

  private Optional<SteadyRate> steady() {
    if (rate == null) {
      return Optional.empty();
    }
    Duration time = Duration.ofSeconds(rateSeconds);
    if (rate.equals(HALF)) {
      return Optional.of(new SteadyRate(Optional.empty(), time));
    }
    if (!rate.matches("[1-9]\\d{0,6}")) {
      throw common.refused("--rate: 1 to 9999999, or half; got '" + rate + "'");
    }
    return Optional.of(new SteadyRate(Optional.of(Double.valueOf(rate)), time));
  }
}
