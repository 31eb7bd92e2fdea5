package io.jmessage.system.torture.fault;

import io.jmessage.proto.admin.StatusReply;
import io.jmessage.system.AdminClient;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.SmallDisk;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.link.Links;
import io.jmessage.system.torture.Pulse;
import io.jmessage.system.torture.check.Outage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The servers, as a fault sees them. Writes down when a server certainly did nothing, and knows how
 * to make everything whole again. Not thread-safe.
 */
public final class Stage implements AutoCloseable {
  /** A take-over takes seconds; the rest is for a busy machine. */
  private static final Duration SERVING = Duration.ofSeconds(60);

  private static final Duration IN_SYNC = Duration.ofSeconds(90);
  private static final int ACKNOWLEDGEMENTS = 10;

  private final LocalCluster cluster;
  private final ClusterWatch watch;
  private final Pulse pulse;
  private final Consumer<Outage> outages;
  private final Optional<Links> links;
  private final Map<Integer, SmallDisk> smallDisks;
  private final SplittableRandom random;
  private final double scale;
  private final Map<Integer, Long> out = new HashMap<>();
  private final TreeSet<Integer> paused = new TreeSet<>();
  private final Map<Integer, AdminClient> admins = new HashMap<>();
  private int coldRestarts;

  /**
   * @param outages hears of each when it is over
   * @param links empty: they cannot be reached
   * @param smallDisks of those servers whose disk can be filled
   * @param scale of all times that a fault lasts; 1: up to 20 s
   */
  public Stage(
      LocalCluster cluster,
      ClusterWatch watch,
      Pulse pulse,
      Consumer<Outage> outages,
      Optional<Links> links,
      Map<Integer, SmallDisk> smallDisks,
      SplittableRandom random,
      double scale) {
    this.cluster = cluster;
    this.watch = watch;
    this.pulse = pulse;
    this.outages = outages;
    this.links = links;
    this.smallDisks = Map.copyOf(smallDisks);
    this.random = random;
    this.scale = scale;
    for (int server = 1; server <= cluster.size(); server++) {
      admins.put(server, new AdminClient(cluster.line(server).adminAddress()));
    }
  }

  // ---- What there is.

  public LocalCluster cluster() {
    return cluster;
  }

  public int size() {
    return cluster.size();
  }

  public List<Integer> all() {
    return IntStream.rangeClosed(1, size()).boxed().toList();
  }

  /** Waits for one. */
  public int master() {
    return watch.awaitMaster(SERVING);
  }

  /** Those who are not the master, in a random order. */
  List<Integer> slaves() {
    int master = master();
    return shuffled(all().stream().filter(server -> server != master).toList());
  }

  /**
   * One whose disk may be emptied. Not server 1: with an empty disk its command line, {@code
   * master}, begins another cluster; an operator starts it as a slave.
   */
  int wipeable() {
    return 2 + below(size() - 1);
  }

  Path data(int server) {
    return cluster.line(server).data();
  }

  Optional<Links> links() {
    return links;
  }

  Map<Integer, SmallDisk> smallDisks() {
    return smallDisks;
  }

  public AdminClient admin(int server) {
    AdminClient admin = admins.get(server);
    if (admin == null) {
      throw new IllegalArgumentException("no server " + server);
    }
    return admin;
  }

  /** How long the log is; 0 if nobody tells. */
  long logEnd() {
    return watch
        .master()
        .flatMap(id -> admin(Integer.parseInt(id)).status())
        .map(status -> status.getLast().getIndex())
        .orElse(0L);
  }

  // ---- Chance.

  boolean either() {
    return random.nextBoolean();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Between these, times the scale of the run. */
  Duration between(long leastMillis, long mostMillis) {
    return Duration.ofMillis(
        (long) (scale * (leastMillis + below((int) (mostMillis - leastMillis)))));
  }

  <T> List<T> shuffled(List<T> list) {
    List<T> rest = new ArrayList<>(list);
    List<T> shuffled = new ArrayList<>();
    while (!rest.isEmpty()) {
      shuffled.add(rest.remove(below(rest.size())));
    }
    return shuffled;
  }

  /** Rises with every call: so that all orders come in turn. */
  int nextColdRestart() {
    return coldRestarts++;
  }

  // ---- What is done.

  /** SIGKILL. */
  void kill(int server) {
    if (cluster.process(server).isAlive()) {
      cluster.process(server).kill();
    }
    paused.remove(server);
    out.putIfAbsent(server, System.nanoTime());
  }

  /** SIGTERM, and waits for the end. */
  public void stop(int server) {
    int code = cluster.process(server).stop();
    out.putIfAbsent(server, System.nanoTime());
    if (code != 143 && code != 0) {
      throw new SystemFailure("server " + server + " ended with " + code + " when it was stopped");
    }
  }

  /**
   * Starts it if it does not run, with its old command line, and waits until its ports are open.
   */
  public void start(int server) {
    launch(server);
    cluster.process(server).awaitReady();
  }

  /** The same, and does not wait. */
  void launch(int server) {
    if (!cluster.process(server).isAlive()) {
      back(server);
      cluster.launch(server);
    }
  }

  /** SIGSTOP. */
  void pause(int server) {
    cluster.process(server).pause();
    paused.add(server);
    out.putIfAbsent(server, System.nanoTime());
  }

  /** SIGCONT. */
  void resume(int server) {
    if (paused.remove(server)) {
      back(server);
      cluster.process(server).resume();
    }
  }

  private void back(int server) {
    Long since = out.remove(server);
    if (since != null) {
      outages.accept(new Outage(server, since, System.nanoTime()));
    }
  }

  /** Lets time pass in which the fault lasts. */
  void last(Duration time) {
    boolean unused = Wait.within(time, () -> false);
  }

  // ---- What is waited for.

  /**
   * Waits until users are told again that texts are safe.
   *
   * @throws SystemFailure if that does not happen
   */
  public void awaitServing() {
    long enough = pulse.count() + ACKNOWLEDGEMENTS;
    Wait.until(
        SERVING,
        () -> "nothing is acknowledged any more",
        () -> pulse.count() >= enough || pulse.trouble().isPresent());
    pulse
        .trouble()
        .ifPresent(
            reason -> {
              throw new SystemFailure(reason);
            });
  }

  /** Waits until all servers are in sync. */
  public void awaitInSync() {
    watch.awaitInSync(all(), IN_SYNC);
  }

  /** Waits until another server is master. */
  public void awaitMasterOtherThan(int server) {
    int unused = watch.awaitMasterOtherThan(server, SERVING);
  }

  /** Whether the server comes to be so within the time; it may die meanwhile. */
  boolean becomes(int server, Duration limit, Predicate<StatusReply> state) {
    return Wait.within(
            limit,
            () ->
                !cluster.process(server).isAlive()
                    || admin(server).status().filter(state).isPresent())
        && cluster.process(server).isAlive();
  }

  // ---- Making whole.

  /**
   * Has everything run again: links, processes, and what an operator would see to.
   *
   * @throws SystemFailure if all servers do not come to be in sync
   */
  public void heal() {
    links.ifPresent(Links::healAll);
    List.copyOf(paused).forEach(this::resume);
    smallDisks.values().forEach(SmallDisk::release);
    all().forEach(this::launch);
    all().forEach(server -> cluster.process(server).awaitReady());
    awaitInSync();
  }

  /** Ends what it keeps open; the servers are not its own. */
  @Override
  public void close() {
    admins.values().forEach(AdminClient::close);
  }
}
