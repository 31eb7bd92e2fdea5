package io.jmessage.bench.measure;

import io.jmessage.bench.contender.JmessageServers;
import io.jmessage.bench.contender.RovingSenders;
import io.jmessage.bench.contender.Users;
import io.jmessage.bench.figures.Column;
import io.jmessage.bench.figures.Plot;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.figures.Table;
import io.jmessage.bench.load.Load;
import io.jmessage.bench.load.Pace;
import io.jmessage.bench.load.Recording;
import io.jmessage.bench.measure.Timeline.Gap;
import io.jmessage.bench.round.Spread;
import io.jmessage.client.ChatClient;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.failover.Fault;
import io.jmessage.system.history.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What a fail-over does to busy writers: how long nothing is acknowledged, and how fast after. */
public final class PromotionMeasure implements Measure {
  private static final Duration TAKE_OVER = Duration.ofSeconds(60);
  private static final Duration IN_SYNC = Duration.ofMinutes(2);
  private static final int FIRST_MILLIS = 5_000;

  /** So that the first seconds after a slow take-over are over as well. */
  private static final int SLACK_MILLIS = 1_000;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("fault", "the master's"),
          Column.of("rounds", "rounds"),
          Column.of("gapMillis", "gap ms, median"),
          Column.of("gapLeast", "least"),
          Column.of("gapMost", "worst"),
          Column.of("steadyRate", "before/s"),
          Column.of("firstRate", "first 5 s/s"),
          Column.of("ratio", "first/before", 2),
          Column.of("ratioLeast", "least", 2),
          Column.of("ratioMost", "most", 2));

  private static final List<Column> ROUNDS =
      List.of(
          Column.of("fault", "fault"),
          Column.of("round", "round"),
          Column.of("gapMillis", "gap ms"),
          Column.of("steadyRate", "before/s"),
          Column.of("firstRate", "first 5 s/s"),
          Column.of("ratio", "first/before", 2));

  private final List<Fault> faults;
  private final int writers;
  private final int size;

  /**
   * @param size bytes of text
   */
  public PromotionMeasure(List<Fault> faults, int writers, int size) {
    this.faults = List.copyOf(faults);
    this.writers = writers;
    this.size = size;
  }

  /** One fault that was made. */
  private record Struck(int gapMillis, double steadyRate, double firstRate) {
    double ratio() {
      return firstRate / Math.max(1, steadyRate);
    }
  }

  @Override
  public Section run(Setting setting) {
    Map<Fault, List<Struck>> struck = new EnumMap<>(Fault.class);
    try (JmessageServers servers = JmessageServers.local(setting.servers())) {
      servers.start(Contenders.directory(setting, "promotion"), setting.progress());
      Users users = servers.users();
      users.grow(writers + writers % 2);
      try (ChatClient observer = Clients.open(servers.addresses());
          RovingSenders senders = new RovingSenders(servers.addresses())) {
        Recording recording = new Recording();
        Scene scene = new Scene(servers, new ClusterWatch(observer), recording, setting);
        Load load =
            Load.of(
                Counted.all(senders.writers(users, writers, size), scene::acknowledged),
                Pace.saturated(),
                recording);
        load.start();
        setting.tell("warming up for " + setting.warmUp().toSeconds() + " s");
        scene.elapse(setting.warmUp());
        for (int round = 1; round <= setting.rounds(); round++) {
          for (Fault fault : faults) {
            Struck one = strike(fault, scene);
            struck.computeIfAbsent(fault, any -> new ArrayList<>()).add(one);
            tell(setting, round, fault, one);
          }
        }
        load.stop();
      }
    }
    return section(struck);
  }

  private static void tell(Setting setting, int round, Fault fault, Struck one) {
    setting.tell(
        String.format(
            Locale.ROOT,
            "round %d of %d: %s: nothing for %d ms; %,.0f/s before, %,.0f/s in the first 5 s",
            round,
            setting.rounds(),
            fault.title(),
            one.gapMillis(),
            one.steadyRate(),
            one.firstRate()));
  }

  /** What one run works on. Acknowledgements may come on any thread. */
  private static final class Scene {
    private final LocalCluster cluster;
    private final ClusterWatch watch;
    private final Recording recording;
    private final Setting setting;
    private volatile Timeline timeline = new Timeline();

    Scene(JmessageServers servers, ClusterWatch watch, Recording recording, Setting setting) {
      this.cluster = servers.cluster();
      this.watch = watch;
      this.recording = recording;
      this.setting = setting;
    }

    void acknowledged() {
      timeline.mark();
    }

    Timeline begin() {
      Timeline next = new Timeline();
      timeline = next;
      return next;
    }

    void elapse(Duration time) {
      if (Wait.within(time, () -> recording.failure().isPresent())) {
        throw new SystemFailure(recording.failure().orElse("a writer failed"));
      }
    }
  }

  private static Struck strike(Fault fault, Scene scene) {
    Timeline timeline = scene.begin();
    scene.elapse(scene.setting.time());
    int struckAt = timeline.now();
    int master = scene.watch.awaitMaster(TAKE_OVER);
    fault.strike(scene.cluster, master);
    int unused = scene.watch.awaitMasterOtherThan(master, TAKE_OVER);
    int seenAt = timeline.now();
    Wait.until(
        TAKE_OVER,
        () -> "nothing is acknowledged any more",
        () -> timeline.rate(seenAt, timeline.now()) > 0);
    scene.elapse(Duration.ofMillis(FIRST_MILLIS + SLACK_MILLIS));
    Gap gap = timeline.longestGap(struckAt, timeline.now());
    fault.undo(scene.cluster, master);
    scene.watch.awaitInSync(
        IntStream.rangeClosed(1, scene.setting.servers()).boxed().toList(), IN_SYNC);
    return new Struck(
        gap.millis(), timeline.rate(0, struckAt), timeline.rate(gap.to(), gap.to() + FIRST_MILLIS));
  }

  private Section section(Map<Fault, List<Struck>> struck) {
    List<List<Object>> rows = new ArrayList<>();
    List<List<Object>> rounds = new ArrayList<>();
    List<Plot.Bar> gaps = new ArrayList<>();
    List<Plot.Bar> ratios = new ArrayList<>();
    struck.forEach(
        (fault, all) -> {
          Spread gap = Spread.of(all, Struck::gapMillis);
          Spread ratio = Spread.of(all, Struck::ratio);
          rows.add(
              List.of(
                  fault.title(),
                  all.size(),
                  gap.median(),
                  gap.least(),
                  gap.most(),
                  Spread.of(all, Struck::steadyRate).median(),
                  Spread.of(all, Struck::firstRate).median(),
                  ratio.median(),
                  ratio.least(),
                  ratio.most()));
          gaps.add(bar(fault, gap, all.stream().map(one -> (double) one.gapMillis()).toList()));
          ratios.add(bar(fault, ratio, all.stream().map(Struck::ratio).toList()));
          for (int i = 0; i < all.size(); i++) {
            Struck one = all.get(i);
            rounds.add(
                List.of(
                    fault.title(),
                    i + 1,
                    one.gapMillis(),
                    one.steadyRate(),
                    one.firstRate(),
                    one.ratio()));
          }
        });
    String note =
        "%d unary writers of %d bytes; the gap is the longest time in which none of them was"
                .formatted(writers, size)
            + " acknowledged; the first 5 s begin with the first acknowledgement after it.";
    return new Section(
        "promotion",
        "Fail-over under load",
        List.of(note),
        List.of(
            Table.of("faults", "The master goes", COLUMNS, rows),
            new Table("rounds", "Every round", ROUNDS, rounds, true)),
        List.of(
            new Plot("Nothing acknowledged", "ms", gaps),
            new Plot("First 5 s / before", "ratio", ratios)));
  }

  private static Plot.Bar bar(Fault fault, Spread spread, List<Double> figures) {
    return new Plot.Bar(fault.title(), spread.median(), figures, true);
  }
}
