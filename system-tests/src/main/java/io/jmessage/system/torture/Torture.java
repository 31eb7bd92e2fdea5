package io.jmessage.system.torture;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.SmallDisk;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.history.Clients;
import io.jmessage.system.link.Links;
import io.jmessage.system.torture.check.Check;
import io.jmessage.system.torture.check.Digest;
import io.jmessage.system.torture.check.Evidence;
import io.jmessage.system.torture.check.Findings;
import io.jmessage.system.torture.check.Sent;
import io.jmessage.system.torture.check.ServerState;
import io.jmessage.system.torture.fault.FaultKind;
import io.jmessage.system.torture.fault.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One run: users write, faults are made, everything is made whole, and is checked. */
final class Torture {
  private static final Duration IN_SYNC = Duration.ofSeconds(90);
  private static final long BETWEEN_FAULTS_MILLIS = 1500;

  /**
   * What a run is made of.
   *
   * @param clients people who stay; others come and go
   * @param pause of each of them between two things
   */
  record Plan(Profile profile, long seed, int clients, Duration pause, int minCopies) {}

  private final Plan plan;
  private final LocalCluster cluster;
  private final Optional<Links> links;
  private final Map<Integer, SmallDisk> smallDisks;
  private final Progress progress;
  private final SplittableRandom random;
  private final FaultLog faults = new FaultLog();
  private final Pulse pulse = new Pulse();
  private final Map<Check, Findings> findings = new EnumMap<>(Check.class);
  private final FaultDeck deck;
  private long sent;
  private long refused;
  private long read;

  Torture(
      Plan plan,
      LocalCluster cluster,
      Optional<Links> links,
      Map<Integer, SmallDisk> smallDisks,
      Progress progress) {
    this.plan = plan;
    this.cluster = cluster;
    this.links = links;
    this.smallDisks = smallDisks;
    this.progress = progress;
    this.random = new SplittableRandom(plan.seed());
    this.deck = new FaultDeck(plan.profile().faults(), random.split());
  }

  /** Runs it; on return no server is needed any more. */
  Result run() {
    long begun = System.nanoTime();
    Optional<String> broken = Optional.empty();
    try (ChatClient observer = Clients.open(cluster.addresses())) {
      cluster.startAll();
      ClusterWatch watch = new ClusterWatch(observer);
      watch.awaitInSync(IntStream.rangeClosed(1, cluster.size()).boxed().toList(), IN_SYNC);
      for (int round = 1; round <= plan.profile().rounds() && isGood(); round++) {
        round(round, watch);
      }
    } catch (SystemFailure | ChatClientException e) {
      broken = Optional.of(String.valueOf(e.getMessage()));
    }
    return new Result(
        plan.profile().name(),
        plan.seed(),
        cluster.size(),
        plan.clients(),
        Duration.ofNanos(System.nanoTime() - begun),
        faults,
        sent,
        pulse.count(),
        refused,
        read,
        pulse.longestEver(),
        findings,
        broken);
  }

  private boolean isGood() {
    return findings.values().stream().allMatch(found -> found.count() == 0);
  }

  private void round(int round, ClusterWatch watch) {
    String prefix = plan.profile().rounds() == 1 ? "" : "round" + round + "-";
    Ledger ledger = new Ledger(pulse);
    try (Stage stage =
            new Stage(
                cluster,
                watch,
                pulse,
                ledger::out,
                links,
                smallDisks,
                random.split(),
                plan.profile().scale());
        Load load = new Load(prefix, plan.clients(), cluster.addresses(), ledger, random.split())) {
      load.begin(plan.pause());
      Optional<SystemFailure> stuck = breakThings(round, stage);
      try {
        progress.say("nobody writes any more; all is made whole");
        stage.heal();
        load.finish();
        check(stage, load, ledger);
        if (round < plan.profile().rounds()) {
          stage.heal();
        }
      } catch (SystemFailure e) {
        throw stuck.orElse(e);
      } finally {
        count(ledger.sent());
      }
      if (stuck.isPresent()) {
        throw stuck.get();
      }
    }
  }

  private void count(List<Sent> texts) {
    sent += texts.size();
    refused += texts.stream().filter(t -> t.outcome() == Sent.Outcome.REFUSED).count();
  }

  /** Why the servers did not come back after a fault: then no more are made. */
  private Optional<SystemFailure> breakThings(int round, Stage stage) {
    try {
      makeFaults(round, stage);
      return Optional.empty();
    } catch (SystemFailure e) {
      return Optional.of(e);
    }
  }

  private void makeFaults(int round, Stage stage) {
    long length = plan.profile().length().toNanos();
    long begun = System.nanoTime();
    SplittableRandom pauses = random.split();
    progress.begin(plan.profile(), round, begun);
    pulse.begin();
    stage.awaitServing();
    int skipped = 0;
    int made = 0; // At least one, however slow the machine is.
    while ((made == 0 || System.nanoTime() - begun < length)
        && skipped < plan.profile().faults().size()) {
      FaultKind kind = deck.next();
      Optional<String> missing = kind.missing(stage);
      if (missing.isPresent()) {
        faults.leftOut(kind, missing.get());
        skipped++;
      } else {
        skipped = 0;
        made++;
        strike(kind, stage);
        long millis = (long) (plan.profile().scale() * pauses.nextLong(BETWEEN_FAULTS_MILLIS));
        boolean unused = Wait.within(Duration.ofMillis(millis), () -> false);
      }
    }
    // With no fault that can be made, users still write for the whole time.
    boolean unused =
        Wait.within(
            Duration.ofNanos(Math.max(0, length - (System.nanoTime() - begun))), () -> false);
  }

  private void strike(FaultKind kind, Stage stage) {
    progress.fault(kind, pulse, faults);
    pulse.mark();
    String detail = kind.strike(stage);
    stage.awaitServing();
    Duration gap = pulse.longest();
    faults.made(kind, gap);
    progress.done(kind, detail, gap, pulse, faults);
  }

  private void check(Stage stage, Load load, Ledger ledger) {
    List<Sent> texts = ledger.sent();
    Inspection inspection = new Inspection(stage, load.people(), texts);
    progress.say("comparing the servers' digests");
    List<Digest> digests = inspection.digests();
    progress.say("reading everything at one server after the other");
    List<ServerState> states = inspection.states(Math.max(1, plan.minCopies()));
    read += states.stream().mapToLong(ServerState::messages).sum();
    Evidence evidence =
        new Evidence(
            cluster.size(),
            plan.minCopies(),
            texts,
            ledger.seen(),
            ledger.marks(),
            ledger.accounts(),
            ledger.masterships(),
            ledger.outages(),
            ledger.endedSessions(),
            states,
            digests);
    for (Check check : plan.profile().checks()) {
      findings.put(check, check.findings(evidence));
    }
  }
}
