package io.jmessage.system.torture;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.proto.admin.DivergedFile;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
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
import io.jmessage.system.torture.check.Split;
import io.jmessage.system.torture.fault.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One run of cuts: users write, the network is cut in two by the seed, users write at both sides,
 * it heals, and all that either side told its users is held against every server. Not thread-safe.
 */
final class Partition {
  private static final Duration IN_SYNC = Duration.ofSeconds(90);

  /**
   * The other side needs some seconds to find the master silent, and to ask all that it reaches.
   */
  private static final Duration SERVING = Duration.ofSeconds(60);

  private static final Duration MERGED = Duration.ofSeconds(60);

  /** Longer than a client's deadline. */
  private static final Duration ANSWERS = Duration.ofSeconds(90);

  private static final int TEXTS_OF_A_NEW_USER = 20;
  private static final int TEXTS_OF_A_TWIN = 3;
  private static final long LEAST_MILLIS = 1000;
  private static final long MOST_MILLIS = 8000;

  /** One part of the cut cluster. */
  private record Side(String name, List<Integer> servers, boolean mayServe) {}

  private final Torture.Plan plan;
  private final LocalCluster cluster;
  private final Links links;
  private final Progress progress;
  private final SplittableRandom random;
  private final Pulse pulse = new Pulse();
  private final Ledger ledger = new Ledger(pulse, true);
  private final List<Split> splits = new ArrayList<>();
  private final Map<Check, Findings> findings = new EnumMap<>(Check.class);
  private long read;

  Partition(Torture.Plan plan, LocalCluster cluster, Links links, Progress progress) {
    this.plan = plan;
    this.cluster = cluster;
    this.links = links;
    this.progress = progress;
    this.random = new SplittableRandom(plan.seed());
  }

  /** Runs it; on return no server is needed any more. */
  Result run() {
    long begun = System.nanoTime();
    Optional<String> broken = Optional.empty();
    try (ChatClient observer = Clients.open(cluster.addresses())) {
      cluster.startAll();
      ClusterWatch watch = new ClusterWatch(observer);
      watch.awaitInSync(all(), IN_SYNC);
      run(watch);
    } catch (SystemFailure | ChatClientException e) {
      broken = Optional.of(String.valueOf(e.getMessage()));
    }
    List<Sent> sent = ledger.sent();
    return new Result(
        plan.profile().name(),
        plan.seed(),
        cluster.size(),
        plan.clients(),
        Duration.ofNanos(System.nanoTime() - begun),
        new FaultLog(),
        sent.size(),
        pulse.count(),
        sent.stream().filter(one -> one.outcome() == Sent.Outcome.REFUSED).count(),
        read,
        pulse.longestEver(),
        findings,
        broken);
  }

  private void run(ClusterWatch watch) {
    try (Stage stage =
            new Stage(
                cluster,
                watch,
                pulse,
                ledger::out,
                Optional.of(links),
                Map.of(),
                random.split(),
                plan.profile().scale());
        Writers writers =
            new Writers(plan.clients(), cluster.addresses(), ledger, random.split())) {
      writers.begin(plan.pause());
      pulse.begin();
      long end = System.nanoTime() + plan.profile().length().toNanos();
      for (int round = 1; round == 1 || System.nanoTime() - end < 0; round++) {
        stage.awaitServing();
        cut(round, stage, writers.names());
      }
      writers.finish();
      check(stage, writers.people());
    } finally {
      links.healAll();
    }
  }

  private List<Integer> all() {
    return IntStream.rangeClosed(1, cluster.size()).boxed().toList();
  }

  private void cut(int round, Stage stage, List<String> hosts) {
    List<Side> sides = sides();
    String twin = "twin" + round;
    List<Visitor> visitors = new ArrayList<>();
    try {
      links.split(Set.copyOf(sides.get(0).servers()), Set.copyOf(sides.get(1).servers()));
      long cut = System.nanoTime();
      progress.say(
          "cut %d: %s | %s".formatted(round, sides.get(0).servers(), sides.get(1).servers()));
      for (Side side : sides) {
        awaitMaster(stage, side);
        visitors.addAll(visitors(round, side, twin, hosts));
      }
      Set<String> tooFew =
          sides.stream()
              .filter(side -> !side.mayServe())
              .flatMap(side -> addresses(side).stream())
              .collect(Collectors.toSet());
      awaitTexts(sides, visitors);
      Duration more = Duration.ofMillis(random.nextLong(LEAST_MILLIS, MOST_MILLIS));
      boolean unused = Wait.within(more, () -> false);
      long heal = System.nanoTime();
      links.healAll();
      stage.awaitInSync();
      awaitMerged(stage);
      Split split =
          new Split(
              Set.copyOf(addresses(sides.get(0))),
              Set.copyOf(addresses(sides.get(1))),
              cut,
              heal,
              System.nanoTime(),
              twin,
              tooFew);
      splits.add(split);
      Wait.until(
          ANSWERS,
          () -> "visitors did not get an answer within their deadline",
          () -> visitors.stream().allMatch(Visitor::isDone));
      progress.say(tell(split, heal - cut));
    } finally {
      visitors.forEach(Visitor::close);
    }
  }

  /** Both are at least one server. */
  private List<Side> sides() {
    List<Integer> rest = new ArrayList<>(all());
    List<Integer> one = new ArrayList<>();
    int size = random.nextInt(1, rest.size());
    while (one.size() < size) {
      one.add(rest.remove(random.nextInt(rest.size())));
    }
    return List.of(side("a", one), side("b", rest));
  }

  private Side side(String name, List<Integer> servers) {
    return new Side(name, servers.stream().sorted().toList(), servers.size() >= plan.minCopies());
  }

  private List<String> addresses(Side side) {
    return side.servers().stream().map(server -> cluster.line(server).clientAddress()).toList();
  }

  /** Clients go where the master is: without one at their side they go to the other. */
  private static void awaitMaster(Stage stage, Side side) {
    Wait.until(
        SERVING,
        () -> "no server of " + side.servers() + " becomes master",
        () ->
            !side.mayServe()
                || side.servers().stream()
                    .anyMatch(
                        server ->
                            stage
                                .admin(server)
                                .status()
                                .filter(status -> status.getRole().equals("MASTER"))
                                .isPresent()));
  }

  private List<Visitor> visitors(int round, Side side, String twin, List<String> hosts) {
    String where = round + side.name();
    List<String> at = addresses(side);
    Visitor anew = new Visitor("new" + where, where, at, hosts, TEXTS_OF_A_NEW_USER, ledger);
    anew.signUpAndWrite();
    Visitor second = new Visitor(twin, where, at, hosts, TEXTS_OF_A_TWIN, ledger);
    second.signUpAndWrite();
    // Somebody who has an account, and is logged in at the other side perhaps.
    List<String> others = hosts.subList(1, hosts.size());
    Visitor old = new Visitor(hosts.get(0), where, at, others, TEXTS_OF_A_NEW_USER, ledger);
    old.logInAndWrite();
    return List.of(anew, second, old);
  }

  /** Those of a side that serves are answered; nobody waits for the others. */
  private static void awaitTexts(List<Side> sides, List<Visitor> visitors) {
    int perSide = visitors.size() / sides.size();
    for (int i = 0; i < sides.size(); i++) {
      List<Visitor> here = visitors.subList(i * perSide, (i + 1) * perSide);
      if (sides.get(i).mayServe()) {
        Wait.until(
            SERVING,
            () -> "texts are not acknowledged at one side",
            () -> here.stream().allMatch(Visitor::isDone));
      }
    }
  }

  private static void awaitMerged(Stage stage) {
    Wait.until(
        MERGED,
        () -> "what was cut off is not merged",
        () ->
            stage.all().stream()
                .allMatch(
                    server ->
                        stage
                            .admin(server)
                            .diverged()
                            .filter(
                                reply ->
                                    reply.getFileList().stream().allMatch(file -> isMerged(file)))
                            .isPresent()));
  }

  private static boolean isMerged(DivergedFile file) {
    return file.getTrouble().isEmpty() && file.getSubmitted() >= file.getToSubmit();
  }

  private String tell(Split split, long nanos) {
    List<Sent> during = ledger.sent().stream().filter(split::covers).toList();
    return "  healed after %.1f s; acknowledged meanwhile by %s: %d, by %s: %d"
        .formatted(
            nanos / 1e9,
            split.one(),
            during.stream().filter(sent -> split.one().contains(sent.server())).count(),
            split.other(),
            during.stream().filter(sent -> split.other().contains(sent.server())).count());
  }

  private void check(Stage stage, List<Person> people) {
    List<Sent> texts = ledger.sent();
    List<String> leftAside = leftAside(stage);
    Inspection inspection = new Inspection(stage, people, texts);
    progress.say("comparing the servers' digests");
    List<Digest> digests = inspection.digests();
    progress.say("reading everything at one server after the other");
    List<ServerState> states = inspection.states(Math.max(1, plan.minCopies()));
    read = states.stream().mapToLong(ServerState::messages).sum();
    progress.say(tellShown(states.get(0), people));
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
            digests,
            splits,
            leftAside);
    for (Check check : plan.profile().checks()) {
      findings.put(check, check.findings(evidence));
    }
  }

  /** How much of what is there at the end came to clients that were open all the time. */
  private String tellShown(ServerState state, List<Person> people) {
    int there = 0;
    int shown = 0;
    for (Person person : people) {
      Set<String> shownToOne =
          ledger.seen().stream()
              .filter(seen -> seen.what().startsWith(person.name() + ","))
              .flatMap(seen -> seen.messages().stream())
              .map(Partition::text)
              .collect(Collectors.toSet());
      List<String> ofOne =
          state.histories().entrySet().stream()
              .filter(one -> one.getKey().has(person.name()))
              .flatMap(one -> one.getValue().stream())
              .map(Partition::text)
              .toList();
      there += ofOne.size();
      shown += (int) ofOne.stream().filter(shownToOne::contains).count();
    }
    return "clients that were open all the time were shown %,d of %,d texts"
        .formatted(shown, there);
  }

  private static String text(ChatMessage message) {
    return message.from() + '\n' + message.to() + '\n' + message.text();
  }

  /** As an operator is told, by any server. */
  private static List<String> leftAside(Stage stage) {
    Collection<String> lines = new TreeSet<>();
    for (int server : stage.all()) {
      stage
          .admin(server)
          .diverged()
          .ifPresent(reply -> reply.getFileList().forEach(f -> lines.addAll(f.getLeftAsideList())));
    }
    return List.copyOf(lines);
  }
}
