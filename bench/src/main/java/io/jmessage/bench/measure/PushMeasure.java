package io.jmessage.bench.measure;

import io.jmessage.bench.contender.ClientChannels;
import io.jmessage.bench.contender.JmessageServers;
import io.jmessage.bench.figures.Column;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.figures.Table;
import io.jmessage.bench.load.Load;
import io.jmessage.bench.load.Pace;
import io.jmessage.bench.load.Recording;
import io.jmessage.bench.load.Writer;
import io.jmessage.bench.round.Spread;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * From a send to the event at its receiver, whose stream is open: with one stream, and with many
 * that every message goes to a share of. Senders write at a steady rate.
 */
public final class PushMeasure implements Measure {
  /** Signing up takes a hash or two each; more streams than accounts are streams of devices. */
  private static final int RECEIVERS_MAX = 100;

  private static final int SENDERS = 16;
  private static final Duration LAST_PUSH = Duration.ofSeconds(30);

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("streams", "streams"),
          Column.of("sendsPerSecond", "sends/s"),
          Column.of("pushesPerSecond", "pushes/s"),
          Column.of("ackP50", "ack p50 ms", 2),
          Column.of("ackP99", "p99", 2),
          Column.of("pushP50", "push p50 ms", 2),
          Column.of("pushP99", "p99", 2),
          Column.of("pushWorst", "max", 1),
          Column.of("afterP50", "push after ack p50 ms", 2),
          Column.of("afterP50Most", "worst round", 2),
          Column.of("afterP99", "p99", 2));

  private final List<Integer> streams;
  private final int rate;

  /**
   * @param streams how many are open, in turn
   * @param rate sends a second
   */
  public PushMeasure(List<Integer> streams, int rate) {
    this.streams = List.copyOf(streams);
    this.rate = rate;
  }

  /** One round. */
  private record Pushed(
      double seconds, long sends, long pushes, Histogram ack, Histogram push, Histogram after) {}

  @Override
  public Section run(Setting setting) {
    List<List<Object>> rows = new ArrayList<>();
    try (JmessageServers servers = JmessageServers.local(setting.servers())) {
      servers.start(Contenders.directory(setting, "push"), setting.progress());
      for (int count : streams) {
        rows.add(row(count, measure(servers, count, setting)));
      }
    }
    String note =
        "Each of the streams is one of at most %d accounts', so each message goes to streams /"
                .formatted(RECEIVERS_MAX)
            + " accounts of them. 'Push after ack' is the time from the acknowledgement at the"
            + " sender to the event at the receiver; 0 if the event came first.";
    return new Section(
        "push",
        "From send to push",
        List.of(note),
        List.of(Table.of("streams", "Medians of the rounds", COLUMNS, rows)),
        List.of());
  }

  private List<Pushed> measure(JmessageServers servers, int count, Setting setting) {
    int receivers = Math.min(RECEIVERS_MAX, count);
    servers.users().grow(SENDERS + receivers);
    setting.tell(String.format(Locale.ROOT, "opening %,d streams", count));
    Posts posts = new Posts();
    List<Pushed> rounds = new ArrayList<>();
    try (Streams open =
            new Streams(
                servers.master(), servers.users(), SENDERS, receivers, count, posts::pushed);
        ClientChannels channels = new ClientChannels(List.of(servers.master()), 1)) {
      Writer poster = new Poster(posts, channels, servers.users(), SENDERS, receivers);
      List<Writer> writers = Collections.nCopies(SENDERS, poster);
      round(writers, posts, count / receivers, setting.warmUp());
      for (int i = 1; i <= setting.rounds(); i++) {
        Pushed round = round(writers, posts, count / receivers, setting.time());
        open.requireOpen();
        rounds.add(round);
        setting.tell(
            String.format(
                Locale.ROOT,
                "%,d streams, round %d of %d: acknowledged p50 %.2f ms, pushed p50 %.2f ms",
                count,
                i,
                setting.rounds(),
                millis(round.ack(), 50),
                millis(round.push(), 50)));
      }
    }
    return rounds;
  }

  private Pushed round(List<Writer> writers, Posts posts, int streamsEach, Duration time) {
    Recording recording = new Recording();
    Load load = Load.of(writers, Pace.steady(rate), recording);
    recording.open();
    posts.open();
    long begun = System.nanoTime();
    load.start();
    if (Wait.within(time, () -> recording.failure().isPresent())) {
      load.stop();
      throw new SystemFailure(recording.failure().orElse("a send failed"));
    }
    load.stop();
    double seconds = (System.nanoTime() - begun) / 1e9;
    Wait.until(
        LAST_PUSH,
        () -> "only %d events for %d messages".formatted(posts.pushes(), posts.sends()),
        () -> posts.pushes() >= posts.sends() * streamsEach);
    return new Pushed(
        seconds,
        posts.sends(),
        posts.pushes(),
        recording.close(),
        posts.closePushed(),
        posts.closeAfter());
  }

  private static List<Object> row(int streams, List<Pushed> rounds) {
    Spread after = spread(rounds, round -> millis(round.after(), 50));
    return List.of(
        streams,
        median(rounds, round -> round.sends() / round.seconds()),
        median(rounds, round -> round.pushes() / round.seconds()),
        median(rounds, round -> millis(round.ack(), 50)),
        median(rounds, round -> millis(round.ack(), 99)),
        median(rounds, round -> millis(round.push(), 50)),
        median(rounds, round -> millis(round.push(), 99)),
        spread(rounds, round -> round.push().getMaxValue() / 1e6).most(),
        after.median(),
        after.most(),
        median(rounds, round -> millis(round.after(), 99)));
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e6;
  }

  private static Spread spread(List<Pushed> rounds, ToDoubleFunction<Pushed> figure) {
    return Spread.of(rounds, figure);
  }

  private static double median(List<Pushed> rounds, ToDoubleFunction<Pushed> figure) {
    return spread(rounds, figure).median();
  }
}
