package io.jmessage.bench.command;

import io.jmessage.bench.measure.PushMeasure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a send to its push. */
@Command(
    name = "push",
    mixinStandardHelpOptions = true,
    description = {
      "The time from a send to the event at its receiver, and from the acknowledgement to that event: with one open stream, and with thousands that share the events."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not be measured", "2:wrong arguments"})
public final class PushCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--streams",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,1000,10000",
      description = "Open streams, each 1 to 50000 (default ${DEFAULT-VALUE}).")
  private List<Integer> streams = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Sends a second, 1 to 100000 (default ${DEFAULT-VALUE}).")
  private int rate;

  @Override
  public Integer call() throws IOException {
    streams.forEach(each -> common.between("--streams", each, 1, 50_000));
    common.between("--rate", rate, 1, 100_000);
    return common.run(List.of(new PushMeasure(streams, rate)));
  }
}
