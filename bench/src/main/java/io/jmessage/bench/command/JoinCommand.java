package io.jmessage.bench.command;

import io.jmessage.bench.measure.JoinMeasure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A full cluster. */
@Command(
    name = "join",
    mixinStandardHelpOptions = true,
    description = {
      "A cluster is filled; a server joins it while users write; the heap with many open streams, the disk after a clean stop, and the start of all servers are looked at. One round; the rounds of other measures do not count here."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not be measured", "2:wrong arguments"})
public final class JoinCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "That the cluster holds, 1000 to 100000000 (default ${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Sends a second while a server joins, 1 to 100000 (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Open when the heap is looked at, 1 to 50000 (default ${DEFAULT-VALUE}).")
  private int streams;

  @Override
  public Integer call() throws IOException {
    common.between("--messages", messages, 1_000, 100_000_000);
    common.between("--rate", rate, 1, 100_000);
    common.between("--streams", streams, 1, 50_000);
    return common.run(List.of(new JoinMeasure(messages, rate, streams)));
  }
}
