package io.jmessage.bench.measure;

import io.jmessage.bench.contender.Contender;
import io.jmessage.bench.contender.OwnLog;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.round.Cell;
import io.jmessage.bench.round.Rounds;
import java.util.List;

/** The server's own log beside the bare disk: what checksums, chain and segments cost. */
public final class LogMeasure implements Measure {
  private final List<Integer> batches;

  /**
   * @param batches entries that are synced together
   */
  public LogMeasure(List<Integer> batches) {
    this.batches = List.copyOf(batches);
  }

  @Override
  public Section run(Setting setting) {
    List<Contender> contenders = List.of(new OwnLog(Lineup.OWN + "log"), OwnLog.sameBytesBare());
    Rounds rounds =
        new Rounds(setting.rounds(), setting.time(), setting.directory(), setting.progress());
    SendFigures figures = new SendFigures();
    Contenders.start(contenders, rounds, setting);
    for (int batch : batches) {
      Cell cell = new Cell(1, batch * OwnLog.ENTRY_BYTES);
      contenders.forEach(each -> rounds.warmUp(each, cell, setting.warmUp()));
      figures.add(cell, rounds.run(contenders, cell));
    }
    return figures.section("log", "Batches of the log", contenders, rounds.failures());
  }
}
