package io.jmessage.bench.measure;

import io.jmessage.bench.contender.Filler;
import io.jmessage.bench.contender.JmessageServers;
import io.jmessage.bench.contender.RovingSenders;
import io.jmessage.bench.figures.Column;
import io.jmessage.bench.figures.Section;
import io.jmessage.bench.figures.Table;
import io.jmessage.bench.load.Load;
import io.jmessage.bench.load.Pace;
import io.jmessage.bench.load.Recording;
import io.jmessage.client.ChatClient;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.history.Clients;
import io.jmessage.system.load.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * A cluster that holds many messages: a server joins it while users write, it is full of open
 * streams, it is stopped and started, and its disks are looked at.
 */
public final class JoinMeasure implements Measure {
  private static final int SENDERS = 64;
  private static final int PAIRS = 16;
  private static final int TEXT_BYTES = 100;
  private static final Duration CAUGHT_UP = Duration.ofMinutes(20);
  private static final Duration SERVING = Duration.ofMinutes(5);

  private static final List<Column> FIGURES =
      List.of(
          Column.of("figure", "figure"), Column.of("value", "value", 2), Column.of("unit", "unit"));

  private final int messages;
  private final int rate;
  private final int streams;
  private final List<List<Object>> figures = new ArrayList<>();

  /**
   * @param messages that the cluster holds
   * @param rate of sends a second while a server joins
   * @param streams open when the heap is looked at
   */
  public JoinMeasure(int messages, int rate, int streams) {
    this.messages = messages;
    this.rate = rate;
    this.streams = streams;
  }

  @Override
  public Section run(Setting setting) {
    try (JmessageServers servers = JmessageServers.local(setting.servers(), 1)) {
      servers.start(Contenders.directory(setting, "join"), setting.progress());
      servers.users().grow(SENDERS);
      fill(servers, setting);
      long sent = join(servers, setting);
      heap(servers, setting);
      disk(servers, setting, messages + sent);
      restart(servers, setting);
    }
    String note =
        String.format(
            Locale.ROOT,
            "%,d messages of %d bytes in %d conversations; %d servers, and one that joins; %d sends"
                + " a second by %d writers while it does.",
            messages,
            TEXT_BYTES,
            PAIRS,
            setting.servers(),
            rate,
            SENDERS);
    return new Section(
        "join",
        "A full cluster",
        List.of(note),
        List.of(Table.of("figures", "Figures", FIGURES, figures)),
        List.of());
  }

  private void figure(Setting setting, String name, double value, String unit) {
    figures.add(List.of(name, value, unit));
    setting.tell(String.format(Locale.ROOT, "%s: %,.2f %s", name, value, unit));
  }

  private void fill(JmessageServers servers, Setting setting) {
    long begun = System.nanoTime();
    Filler filler = new Filler(servers, setting.progress());
    for (int i = 0; i < PAIRS; i++) {
      int share = (messages + i) / PAIRS;
      filler.fill(2 * i, 2 * i + 1, share, TEXT_BYTES);
      setting.tell("conversation %d of %d is full".formatted(i + 1, PAIRS));
    }
    figure(setting, "filled over one stream", messages / seconds(begun), "messages/s");
  }

  private long join(JmessageServers servers, Setting setting) {
    LocalCluster cluster = servers.cluster();
    int joiner = setting.servers() + 1;
    Recording sends = new Recording();
    try (RovingSenders senders = new RovingSenders(servers.addresses());
        ChatClient observer = Clients.open(servers.addresses())) {
      ClusterWatch watch = new ClusterWatch(observer);
      Load load =
          Load.of(senders.writers(servers.users(), SENDERS, TEXT_BYTES), Pace.steady(rate), sends);
      load.start();
      elapse(setting.warmUp(), sends);
      sends.open();
      elapse(setting.time(), sends);
      sends(setting, "before", sends.close());
      sends.open();
      long begun = System.nanoTime();
      var unused = cluster.start(joiner);
      figure(setting, "the joiner's ports are open after", seconds(begun), "s");
      long ready = System.nanoTime();
      watch.awaitInSync(IntStream.rangeClosed(1, joiner).boxed().toList(), CAUGHT_UP);
      figure(setting, "and it is in sync after", seconds(ready), "s");
      figure(setting, "caught up", messages / seconds(ready), "messages/s");
      sends(setting, "while it joins", sends.close());
      load.stop();
      sends
          .failure()
          .ifPresent(
              why -> {
                throw new SystemFailure("a send failed: " + why);
              });
    }
    return sends.endedCount();
  }

  private void sends(Setting setting, String when, Histogram latencies) {
    figure(setting, "sends " + when + ", p50", latencies.getValueAtPercentile(50) / 1e6, "ms");
    figure(setting, "sends " + when + ", p99", latencies.getValueAtPercentile(99) / 1e6, "ms");
    figure(setting, "sends " + when + ", slowest", latencies.getMaxValue() / 1e6, "ms");
  }

  private void heap(JmessageServers servers, Setting setting) {
    try (Streams open =
        new Streams(servers.master(), servers.users(), 0, SENDERS, streams, message -> {})) {
      for (int server = 1; server <= setting.servers() + 1; server++) {
        Memory memory = Memory.collected(servers.cluster(), server);
        String whose = server == 1 ? "the master, " + streams + " streams" : "server " + server;
        figure(setting, "heap after a collection, " + whose, (double) memory.heap(), "MiB");
        figure(setting, "resident, " + whose, (double) memory.resident(), "MiB");
      }
      open.requireOpen();
    }
  }

  private void disk(JmessageServers servers, Setting setting, long held) {
    LocalCluster cluster = servers.cluster();
    long begun = System.nanoTime();
    cluster.stopAll();
    figure(setting, "all servers stopped after", seconds(begun), "s");
    double inLog = DiskUse.entryBytes(cluster.line(1).data());
    figure(setting, "bytes of an entry in the log", inLog, "B");
    for (int server = 1; server <= cluster.size(); server++) {
      double each = DiskUse.bytes(cluster.line(server).data()) / (double) held;
      figure(setting, "disk per message, server " + server, each, "B");
      figure(setting, "that is, times its bytes in the log", each / inLog, "x");
    }
  }

  private void restart(JmessageServers servers, Setting setting) {
    LocalCluster cluster = servers.cluster();
    try (ChatClient observer = Clients.open(servers.addresses())) {
      long begun = System.nanoTime();
      for (int server = 1; server <= cluster.size(); server++) {
        var unused = cluster.launch(server);
      }
      for (int server = 1; server <= cluster.size(); server++) {
        var unused = cluster.process(server).awaitReady();
      }
      figure(setting, "all started together, ports are open after", seconds(begun), "s");
      int master = new ClusterWatch(observer).awaitMaster(SERVING);
      figure(setting, "and a master serves after, from the start", seconds(begun), "s");
      setting.tell("server " + master + " is the master");
    }
  }

  private static void elapse(Duration time, Recording sends) {
    if (Wait.within(time, () -> sends.failure().isPresent())) {
      throw new SystemFailure(sends.failure().orElse("a send failed"));
    }
  }

  private static double seconds(long since) {
    return Math.max(1, System.nanoTime() - since) / 1e9;
  }
}
