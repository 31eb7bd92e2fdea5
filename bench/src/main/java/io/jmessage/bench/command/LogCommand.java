package io.jmessage.bench.command;

import io.jmessage.bench.measure.LogMeasure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The log alone. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = {
      "The server's own log, in this process: batches of entries of 100 bytes, each batch appended and synced, beside the bare disk writing and syncing as many bytes."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not be measured", "2:wrong arguments"})
public final class LogCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--batches",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,64",
      description = "Entries that are synced together, each 1 to 10000 (default ${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of();

  @Override
  public Integer call() throws IOException {
    batches.forEach(each -> common.between("--batches", each, 1, 10_000));
    return common.run(List.of(new LogMeasure(batches)));
  }
}
