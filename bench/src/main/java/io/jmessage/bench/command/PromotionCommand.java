package io.jmessage.bench.command;

import io.jmessage.bench.measure.PromotionMeasure;
import io.jmessage.system.failover.Fault;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fail-over under load. */
@Command(
    name = "promotion",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the master away while writers are busy, and tells for how long nothing is acknowledged, and how fast the promoted server is in its first five seconds, against before."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not be measured", "2:wrong arguments"})
public final class PromotionCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--faults",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "kill,pause,stop",
      description =
          "What happens to the master: kill (kill -9), pause (SIGSTOP), stop (planned) (default ${DEFAULT-VALUE}).")
  private List<String> faults = List.of();

  @Option(
      names = "--writers",
      paramLabel = "N",
      defaultValue = "64",
      description = "Unary writers, 1 to 1024 (default ${DEFAULT-VALUE}).")
  private int writers;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "100",
      description = "Bytes of text, 1 to 65536 (default ${DEFAULT-VALUE}).")
  private int size;

  @Override
  public Integer call() throws IOException {
    common.between("--writers", writers, 1, 1024);
    common.between("--size", size, 1, 65_536);
    common.serversAtLeast(2);
    List<Fault> made = faults.stream().map(this::fault).distinct().toList();
    return common.run(List.of(new PromotionMeasure(made, writers, size)));
  }

  private Fault fault(String name) {
    return Arrays.stream(Fault.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> common.refused("--faults: kill, pause or stop, got '" + name + "'"));
  }
}
