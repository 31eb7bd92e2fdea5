package io.jmessage.bench.measure;

import io.jmessage.bench.contender.ClientChannels;
import io.jmessage.bench.contender.JmessageServers;
import io.jmessage.bench.contender.RovingSenders;
import io.jmessage.bench.figures.Column;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.figures.Table;
import io.jmessage.bench.load.Load;
import io.jmessage.bench.load.Pace;
import io.jmessage.bench.load.Recording;
import io.jmessage.bench.round.Spread;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Many users log in at once, while others write at a steady rate. */
public final class LoginMeasure implements Measure {
  private static final int SENDERS = 16;
  private static final int TEXT_BYTES = 100;
  private static final Duration STORM = Duration.ofMinutes(10);

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("logins", "logins"),
          Column.of("seconds", "all in after s", 1),
          Column.of("perSecond", "logins/s", 1),
          Column.of("waitP50", "wait p50 ms"),
          Column.of("waitWorst", "max ms"),
          Column.of("refused", "told to retry"),
          Column.of("sendP99Before", "send p99 before ms", 2),
          Column.of("sendP99", "during ms", 2),
          Column.of("sendWorst", "max ms", 1));

  private final int logins;
  private final int rate;

  /**
   * @param logins at once
   * @param rate of sends a second besides
   */
  public LoginMeasure(int logins, int rate) {
    this.logins = logins;
    this.rate = rate;
  }

  /** One round. */
  private record Storm(
      double seconds, Histogram waits, long refused, Histogram before, Histogram during) {}

  @Override
  public Section run(Setting setting) {
    List<Storm> storms = new ArrayList<>();
    try (JmessageServers servers = JmessageServers.local(setting.servers())) {
      servers.start(Contenders.directory(setting, "logins"), setting.progress());
      servers.users().grow(Math.max(SENDERS, logins));
      try (RovingSenders senders = new RovingSenders(servers.addresses());
          ClientChannels channels = new ClientChannels(List.of(servers.master()), 4)) {
        Recording sends = new Recording();
        Load load =
            Load.of(
                senders.writers(servers.users(), SENDERS, TEXT_BYTES), Pace.steady(rate), sends);
        load.start();
        elapse(setting.warmUp(), sends);
        for (int i = 1; i <= setting.rounds(); i++) {
          storms.add(storm(servers, channels, sends, setting));
          tell(setting, i, storms.get(i - 1));
        }
        load.stop();
      }
    }
    return new Section(
        "logins",
        "Login storm",
        List.of(
            "All log in at the same moment, by password; who is told that the server is busy tries"
                + " again as told. %d sends a second go on beside.".formatted(rate)),
        List.of(Table.of("storm", "Medians of the rounds", COLUMNS, List.of(row(storms)))),
        List.of());
  }

  private Storm storm(
      JmessageServers servers, ClientChannels channels, Recording sends, Setting setting) {
    sends.open();
    elapse(setting.time(), sends);
    Histogram before = sends.close();
    try (LoginStorm storm = new LoginStorm(channels, servers.users(), logins)) {
      sends.open();
      storm.begin();
      Wait.until(
          STORM,
          () -> "only " + storm.done() + " of " + logins + " are logged in",
          () -> storm.done() == logins || storm.failure().isPresent());
      storm
          .failure()
          .ifPresent(
              why -> {
                throw new SystemFailure("a login failed: " + why);
              });
      return new Storm(storm.seconds(), storm.waits(), storm.refused(), before, sends.close());
    }
  }

  private static void elapse(Duration time, Recording sends) {
    if (Wait.within(time, () -> sends.failure().isPresent())) {
      throw new SystemFailure(sends.failure().orElse("a send failed"));
    }
  }

  private void tell(Setting setting, int round, Storm storm) {
    setting.tell(
        String.format(
            Locale.ROOT,
            "round %d of %d: %d logins in %.1f s",
            round,
            setting.rounds(),
            logins,
            storm.seconds()));
  }

  private List<Object> row(List<Storm> storms) {
    return List.of(
        logins,
        Spread.of(storms, Storm::seconds).median(),
        Spread.of(storms, storm -> logins / storm.seconds()).median(),
        Spread.of(storms, storm -> millis(storm.waits(), 50)).median(),
        Spread.of(storms, storm -> storm.waits().getMaxValue() / 1e6).most(),
        Spread.of(storms, Storm::refused).median(),
        Spread.of(storms, storm -> millis(storm.before(), 99)).median(),
        Spread.of(storms, storm -> millis(storm.during(), 99)).median(),
        Spread.of(storms, storm -> storm.during().getMaxValue() / 1e6).most());
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e6;
  }
}
