package io.jmessage.bench.measure;

import io.jmessage.bench.contender.Contender;
import io.jmessage.bench.figures.Column;
import io.jmessage.bench.figures.Plot;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.figures.Table;
import io.jmessage.bench.round.Cell;
import io.jmessage.bench.round.Sample;
import io.jmessage.bench.round.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The tables and plots of acknowledged writes. Not thread-safe. */
final class SendFigures {
  private static final List<Column> RATES =
      List.of(
          Column.of("writers", "writers"),
          Column.of("size", "bytes"),
          Column.of("system", "system"),
          Column.of("rate", "per second"),
          Column.of("rateLeast", "least"),
          Column.of("rateMost", "most"),
          Column.of("p50Millis", "p50 ms", 2),
          Column.of("p99Millis", "p99 ms", 2),
          Column.of("p999Millis", "p99.9 ms", 2),
          Column.of("worstMillis", "max ms", 1),
          Column.of("serverMicros", "CPU us servers", 1),
          Column.of("generatorMicros", "CPU us generator", 1),
          Column.of("writtenBytes", "disk B"),
          Column.of("wireBytes", "wire B"),
          Column.of("othersPercent", "others %"));

  private static final List<Column> RATIOS =
      List.of(
          Column.of("writers", "writers"),
          Column.of("size", "bytes"),
          Column.of("system", "system"),
          Column.of("reference", "reference"),
          Column.of("rate", "rate ratio", 2),
          Column.of("rateLeast", "least", 2),
          Column.of("rateMost", "most", 2),
          Column.of("p50", "p50 ratio", 2),
          Column.of("p50Least", "least", 2),
          Column.of("p50Most", "most", 2));

  private static final List<Column> ROUNDS =
      List.of(
          Column.of("writers", "writers"),
          Column.of("size", "bytes"),
          Column.of("round", "round"),
          Column.of("system", "system"),
          Column.of("operations", "operations"),
          Column.of("seconds", "seconds", 2),
          Column.of("rate", "per second"),
          Column.of("p50Millis", "p50 ms", 3),
          Column.of("p99Millis", "p99 ms", 3),
          Column.of("worstMillis", "max ms", 2),
          Column.of("othersPercent", "others %", 1));

  private static final List<Column> PROCESSES =
      List.of(
          Column.of("writers", "writers"),
          Column.of("size", "bytes"),
          Column.of("system", "system"),
          Column.of("process", "process"),
          Column.of("micros", "CPU us", 1));

  private static final List<Column> STEADY =
      List.of(
          Column.of("writers", "writers"),
          Column.of("size", "bytes"),
          Column.of("system", "system"),
          Column.of("asked", "asked/s"),
          Column.of("rate", "reached/s"),
          Column.of("p50Millis", "p50 ms", 2),
          Column.of("p99Millis", "p99 ms", 2),
          Column.of("p999Millis", "p99.9 ms", 2),
          Column.of("worstMillis", "max ms", 1),
          Column.of("p99OverP50", "p99/p50", 1),
          Column.of("othersPercent", "others %"));

  private final Map<Cell, Map<Contender, List<Sample>>> cells = new LinkedHashMap<>();
  private final List<List<Object>> steady = new ArrayList<>();

  void add(Cell cell, Map<Contender, List<Sample>> samples) {
    cells.put(cell, samples);
  }

  void addSteady(Cell cell, Map<Contender, Double> asked, Map<Contender, List<Sample>> samples) {
    samples.forEach(
        (contender, each) ->
            steady.add(
                List.of(
                    cell.writers(),
                    cell.size(),
                    contender.name(),
                    asked.getOrDefault(contender, Double.NaN),
                    median(each, Sample::rate),
                    median(each, sample -> sample.millis(50)),
                    median(each, sample -> sample.millis(99)),
                    median(each, sample -> sample.millis(99.9)),
                    worst(each),
                    median(each, sample -> sample.millis(99) / sample.millis(50)),
                    100 * median(each, Sample::others))));
  }

  Section section(
      String id, String title, List<Contender> contenders, Map<String, String> leftOut) {
    List<String> notes = new ArrayList<>();
    for (Contender contender : contenders) {
      String why = leftOut.get(contender.name());
      notes.add(
          why == null
              ? "%s: %s (%s).".formatted(contender.name(), contender.what(), contender.version())
              : "%s: LEFT OUT: %s".formatted(contender.name(), why));
    }
    List<Table> tables = new ArrayList<>();
    tables.add(Table.of("medians", "Medians of the rounds, each operation", RATES, rates()));
    if (cells.values().stream()
        .flatMap(all -> all.keySet().stream())
        .anyMatch(SendFigures::isOwn)) {
      tables.add(comparison());
    }
    if (!steady.isEmpty()) {
      tables.add(
          Table.of("steady", "At a steady rate, from when each operation was due", STEADY, steady));
    }
    tables.add(new Table("ratios", "Ratios, round by round", RATIOS, ratios(), true));
    tables.add(new Table("processes", "Processor time by process", PROCESSES, processes(), true));
    tables.add(new Table("rounds", "Every round", ROUNDS, rounds(), true));
    return new Section(id, title, notes, tables, plots());
  }

  private List<List<Object>> rates() {
    List<List<Object>> rows = new ArrayList<>();
    cells.forEach(
        (cell, all) ->
            all.forEach(
                (contender, samples) -> {
                  Spread rate = Spread.of(samples, Sample::rate);
                  rows.add(
                      List.of(
                          cell.writers(),
                          cell.size(),
                          contender.name(),
                          rate.median(),
                          rate.least(),
                          rate.most(),
                          median(samples, sample -> sample.millis(50)),
                          median(samples, sample -> sample.millis(99)),
                          median(samples, sample -> sample.millis(99.9)),
                          worst(samples),
                          median(samples, Sample::serverMicros),
                          median(samples, Sample::generatorMicros),
                          median(samples, Sample::writtenBytes),
                          median(samples, Sample::wireBytes),
                          100 * median(samples, Sample::others)));
                }));
    return rows;
  }

  private List<List<Object>> ratios() {
    List<List<Object>> rows = new ArrayList<>();
    cells.forEach(
        (cell, all) ->
            all.forEach(
                (own, samples) ->
                    all.forEach(
                        (reference, others) -> {
                          if (isOwn(own) && own != reference) {
                            rows.add(ratio(cell, own, samples, reference, others));
                          }
                        })));
    return rows;
  }

  private static List<Object> ratio(
      Cell cell, Contender own, List<Sample> samples, Contender reference, List<Sample> others) {
    Spread rate = Spread.ofRatios(samples, others, Sample::rate);
    Spread middle = Spread.ofRatios(samples, others, sample -> sample.millis(50));
    return List.of(
        cell.writers(),
        cell.size(),
        own.name(),
        reference.name(),
        rate.median(),
        rate.least(),
        rate.most(),
        middle.median(),
        middle.least(),
        middle.most());
  }

  /** The same for people: a row for each reference, two columns for each way to send. */
  private Table comparison() {
    List<Contender> own =
        cells.values().stream()
            .flatMap(all -> all.keySet().stream())
            .filter(SendFigures::isOwn)
            .distinct()
            .toList();
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("writers", "writers"));
    columns.add(Column.of("size", "bytes"));
    columns.add(Column.of("reference", "against"));
    for (Contender each : own) {
      columns.add(Column.of(each.name() + " rate", each.name() + ": rate"));
      columns.add(Column.of(each.name() + " p50", "p50"));
    }
    List<List<Object>> rows = new ArrayList<>();
    cells.forEach(
        (cell, all) ->
            all.keySet().forEach(reference -> rows.add(against(cell, all, reference, own))));
    return Table.of("comparison", "Ratios: median (least-most) of the rounds", columns, rows);
  }

  private static List<Object> against(
      Cell cell, Map<Contender, List<Sample>> all, Contender reference, List<Contender> own) {
    List<Object> row = new ArrayList<>(List.of(cell.writers(), cell.size(), reference.name()));
    List<Sample> others = all.getOrDefault(reference, List.of());
    for (Contender each : own) {
      List<Sample> samples = all.getOrDefault(each, List.of());
      if (each == reference || samples.isEmpty()) {
        row.add("-");
        row.add("-");
      } else {
        row.add(Spread.ofRatios(samples, others, Sample::rate).toString());
        row.add(Spread.ofRatios(samples, others, sample -> sample.millis(50)).toString());
      }
    }
    return row;
  }

  private List<List<Object>> processes() {
    List<List<Object>> rows = new ArrayList<>();
    cells.forEach(
        (cell, all) ->
            all.forEach(
                (contender, samples) ->
                    samples.get(0).processorMicros().keySet().stream()
                        .sorted()
                        .forEach(
                            process ->
                                rows.add(
                                    List.of(
                                        cell.writers(),
                                        cell.size(),
                                        contender.name(),
                                        process,
                                        median(
                                            samples,
                                            sample ->
                                                sample
                                                    .processorMicros()
                                                    .getOrDefault(process, 0.0)))))));
    return rows;
  }

  private List<List<Object>> rounds() {
    List<List<Object>> rows = new ArrayList<>();
    cells.forEach(
        (cell, all) ->
            all.forEach(
                (contender, samples) -> {
                  for (int i = 0; i < samples.size(); i++) {
                    rows.add(round(cell, contender, i + 1, samples.get(i)));
                  }
                }));
    return rows;
  }

  private static List<Object> round(Cell cell, Contender contender, int round, Sample sample) {
    return List.of(
        cell.writers(),
        cell.size(),
        round,
        contender.name(),
        sample.operations(),
        sample.seconds(),
        sample.rate(),
        sample.millis(50),
        sample.millis(99),
        sample.worstMillis(),
        100 * sample.others());
  }

  private List<Plot> plots() {
    List<Plot> plots = new ArrayList<>();
    cells.forEach(
        (cell, all) -> {
          plots.add(plot(cell + ": writes", "a second", all, Sample::rate));
          plots.add(plot(cell + ": p50", "ms", all, sample -> sample.millis(50)));
        });
    return plots;
  }

  private static Plot plot(
      String title,
      String unit,
      Map<Contender, List<Sample>> all,
      ToDoubleFunction<Sample> figure) {
    List<Plot.Bar> bars = new ArrayList<>();
    all.forEach(
        (contender, samples) ->
            bars.add(
                new Plot.Bar(
                    contender.name(),
                    median(samples, figure),
                    samples.stream().map(figure::applyAsDouble).toList(),
                    isOwn(contender))));
    return new Plot(title, unit, bars);
  }

  private static boolean isOwn(Contender contender) {
    return contender.name().startsWith(Lineup.OWN);
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Spread.of(samples, figure).median();
  }

  private static double worst(List<Sample> samples) {
    return Spread.of(samples, Sample::worstMillis).most();
  }
}
