package io.jmessage.bench.command;

import io.jmessage.bench.measure.JoinMeasure;
import io.jmessage.bench.measure.Lineup;
import io.jmessage.bench.measure.LogMeasure;
import io.jmessage.bench.measure.LoginMeasure;
import io.jmessage.bench.measure.PageMeasure;
import io.jmessage.bench.measure.PromotionMeasure;
import io.jmessage.bench.measure.PushMeasure;
import io.jmessage.bench.measure.SendMeasure;
import io.jmessage.bench.round.Cell;
import io.jmessage.system.failover.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything. */
@Command(
    name = "all",
    mixinStandardHelpOptions = true,
    description = {"Every measure, one after the other, each with its own defaults."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not be measured", "2:wrong arguments"})
public final class AllCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (int size : List.of(100, 4096)) {
      List.of(1, 16, 64, 256).forEach(writers -> cells.add(new Cell(writers, size)));
    }
    common.serversAtLeast(2);
    return common.run(
        List.of(
            new SendMeasure(List.of(Lineup.values()), cells, List.of(), Optional.empty()),
            new PromotionMeasure(List.of(Fault.values()), 64, 100),
            new PushMeasure(List.of(1, 1_000, 10_000), 100),
            new PageMeasure(List.of(10_000, 1_000_000)),
            new JoinMeasure(1_000_000, 500, 1_000),
            new LoginMeasure(200, 100),
            new LogMeasure(List.of(1, 64))));
  }
}
