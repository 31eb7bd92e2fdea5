package io.jmessage.bench.command;

import io.jmessage.bench.measure.PageMeasure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The newest page. */
@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    description = {
      "The newest 200 messages of a short and of a long conversation, read by one client again and again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not be measured", "2:wrong arguments"})
public final class PageCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--messages",
      paramLabel = "N",
      split = ",",
      defaultValue = "10000,1000000",
      description =
          "Messages in each conversation, each 200 to 100000000 (default ${DEFAULT-VALUE}).")
  private List<Integer> messages = List.of();

  @Override
  public Integer call() throws IOException {
    messages.forEach(each -> common.between("--messages", each, 200, 100_000_000));
    return common.run(List.of(new PageMeasure(messages)));
  }
}
