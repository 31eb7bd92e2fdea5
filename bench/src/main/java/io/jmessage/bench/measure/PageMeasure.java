package io.jmessage.bench.measure;

import io.jmessage.bench.contender.Contender;
import io.jmessage.bench.contender.Filler;
import io.jmessage.bench.contender.JmessageServers;
import io.jmessage.bench.contender.PageReader;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.round.Cell;
import io.jmessage.bench.round.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The newest page of a short and of a long conversation. */
public final class PageMeasure implements Measure {
  private static final int TEXT_BYTES = 100;

  private final List<Integer> lengths;

  /**
   * @param lengths of the conversations, in messages
   */
  public PageMeasure(List<Integer> lengths) {
    this.lengths = List.copyOf(lengths);
  }

  @Override
  public Section run(Setting setting) {
    List<Contender> contenders = new ArrayList<>();
    Rounds rounds =
        new Rounds(setting.rounds(), setting.time(), setting.directory(), setting.progress());
    SendFigures figures = new SendFigures();
    try (JmessageServers servers = JmessageServers.local(setting.servers())) {
      servers.start(Contenders.directory(setting, "page"), setting.progress());
      servers.users().grow(2 * lengths.size());
      for (int i = 0; i < lengths.size(); i++) {
        int length = lengths.get(i);
        new Filler(servers, setting.progress()).fill(2 * i, 2 * i + 1, length, TEXT_BYTES);
        String name = String.format(Locale.ROOT, "page of %,d", length);
        contenders.add(new PageReader(Lineup.OWN + name, servers, 2 * i, length));
      }
      Cell cell = new Cell(1, TEXT_BYTES);
      contenders.forEach(each -> rounds.warmUp(each, cell, setting.warmUp()));
      figures.add(cell, rounds.run(contenders, cell));
    }
    return figures.section("page", "The newest page", contenders, rounds.failures());
  }
}
