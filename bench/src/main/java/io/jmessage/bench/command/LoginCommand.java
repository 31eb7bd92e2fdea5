package io.jmessage.bench.command;

import io.jmessage.bench.measure.LoginMeasure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A login storm. */
@Command(
    name = "logins",
    mixinStandardHelpOptions = true,
    description = {"Many users log in at once by password, while others write."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not be measured", "2:wrong arguments"})
public final class LoginCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--logins",
      paramLabel = "N",
      defaultValue = "200",
      description = "At once, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int logins;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Sends a second besides, 1 to 100000 (default ${DEFAULT-VALUE}).")
  private int rate;

  @Override
  public Integer call() throws IOException {
    common.between("--logins", logins, 1, 10_000);
    common.between("--rate", rate, 1, 100_000);
    return common.run(List.of(new LoginMeasure(logins, rate)));
  }
}
