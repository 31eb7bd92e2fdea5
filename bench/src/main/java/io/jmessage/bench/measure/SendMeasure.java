package io.jmessage.bench.measure;

import io.jmessage.bench.contender.Contender;
import io.jmessage.bench.contender.JmessageServers;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.load.Pace;
import io.jmessage.bench.round.Cell;
import io.jmessage.bench.round.Rounds;
import io.jmessage.bench.round.Sample;
import io.jmessage.bench.round.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Acknowledged writes: ours in each way to send, beside what one would take instead. */
public final class SendMeasure implements Measure {
  private final List<Lineup> systems;
  private final List<Cell> cells;
  private final List<String> addresses;
  private final Optional<SteadyRate> steady;

  /**
   * @param systems who takes part
   * @param addresses of servers that run; empty: own ones are started
   * @param steady also at a steady rate
   */
  public SendMeasure(
      List<Lineup> systems, List<Cell> cells, List<String> addresses, Optional<SteadyRate> steady) {
    this.systems = List.copyOf(systems);
    this.cells = List.copyOf(cells);
    this.addresses = List.copyOf(addresses);
    this.steady = steady;
  }

  /**
   * A rate that is asked for, not taken.
   *
   * @param perSecond empty: half of what each contender takes at most in the same cell
   */
  public record SteadyRate(Optional<Double> perSecond, Duration time) {}

  @Override
  public Section run(Setting setting) {
    JmessageServers cluster =
        addresses.isEmpty()
            ? JmessageServers.local(setting.servers())
            : JmessageServers.running(addresses);
    List<Contender> contenders = systems.stream().map(system -> system.make(cluster)).toList();
    Rounds rounds =
        new Rounds(setting.rounds(), setting.time(), setting.directory(), setting.progress());
    SendFigures figures = new SendFigures();
    try {
      Contenders.start(contenders, rounds, setting);
      Cell largest = largest();
      for (Contender contender : contenders) {
        rounds.warmUp(contender, largest, setting.warmUp());
      }
      for (Cell cell : cells) {
        Map<Contender, List<Sample>> samples = rounds.run(contenders, cell);
        figures.add(cell, samples);
        steady.ifPresent(rate -> steady(rate, cell, samples, figures, rounds));
      }
    } finally {
      contenders.forEach(Contender::close);
    }
    return figures.section("send", "Acknowledged writes", contenders, rounds.failures());
  }

  /** Most writers, then most usual size: the first that is asked for. */
  private Cell largest() {
    int writers = cells.stream().mapToInt(Cell::writers).reduce(1, Math::max);
    return new Cell(writers, cells.get(0).size());
  }

  private static void steady(
      SteadyRate rate,
      Cell cell,
      Map<Contender, List<Sample>> saturated,
      SendFigures figures,
      Rounds rounds) {
    Map<Contender, Double> asked = new LinkedHashMap<>();
    saturated.forEach(
        (contender, samples) ->
            asked.put(
                contender, rate.perSecond().orElse(Spread.of(samples, Sample::rate).median() / 2)));
    Map<Contender, List<Sample>> samples =
        rounds
            .during(rate.time())
            .run(
                new ArrayList<>(asked.keySet()),
                cell,
                contender -> Pace.steady(asked.getOrDefault(contender, 1.0)));
    figures.addSteady(cell, asked, samples);
  }
}
