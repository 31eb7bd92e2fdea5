package io.jmessage.client.cluster;

import io.jmessage.proto.client.ClusterState;
import io.jmessage.proto.client.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a watch stream to the master and looks for the next one when it falls silent, breaks, or
 * turns out to be replaced. Looking means asking the addresses in {@link MasterLocator}'s order, a
 * new one at once when the last has refused and after a short while when it has not answered, so
 * that one hanging server delays nothing. It never gives up. Loop thread only.
 */
public final class MasterConnection {
  /** Hears of masters; between two found ones there is always a lost one. */
  public interface Listener {
    void onMasterFound(Master master);

    void onMasterLost(Master master);

    /** Every address belongs to another cluster than the one this client knows. */
    void onWrongCluster(String text);
  }

  // A thousand clients that lose their master together do not ask the others together.
  private static final long SPREAD_MILLIS = 100;

  // After a sleep the connection may be long gone, and only a word of the master tells.
  private static final Duration AFTER_SLEEP = Duration.ofSeconds(1);

  // Longer than a healthy server takes to refuse, shorter than a person notices.
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

  private final EventLoop loop;
  private final ServerChannels channels;
  private final CallMetadata metadata;
  private final MasterLocator locator;
  private final ConnectionReport report;
  private final RandomGenerator random;
  private final List<Listener> listeners = new ArrayList<>();
  private final Map<ServerAddress, MasterWatch> asked = new LinkedHashMap<>();
  private final Set<ServerAddress> foreign = new HashSet<>();
  private final WatchListener watchListener = new WatchListener();

  private @Nullable MasterWatch watch;
  private @Nullable Master master;
  private Runnable cancelSearch = () -> {};
  private @Nullable MasterWatch latest;
  private long earliestNextQuestion;
  private boolean closed;
  private BiConsumer<String, List<ServerAddress>> onMembers = (cluster, addresses) -> {};
  private List<ServerAddress> members = List.of();

  MasterConnection(
      List<ServerAddress> addresses,
      EventLoop loop,
      ServerChannels channels,
      CallMetadata metadata,
      ConnectionReport report,
      RandomGenerator random) {
    this.loop = loop;
    this.channels = channels;
    this.metadata = metadata;
    this.report = report;
    this.random = random;
    this.locator = new MasterLocator(addresses, random);
  }

  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  public void removeListener(Listener listener) {
    listeners.remove(listener);
  }

  /** Who hears of a cluster's servers, when they are others than before. */
  public void onMembers(BiConsumer<String, List<ServerAddress>> listener) {
    onMembers = listener;
  }

  public Optional<Master> master() {
    return Optional.ofNullable(master);
  }

  void start() {
    report.looking(locator.addresses());
    search();
  }

  /** A call to this master failed: if that shows that it is none, the next one is looked for. */
  public void judge(Master questioned, CallFailure failure) {
    if (questioned == master && failure.meansNotMaster()) {
      lose(failure);
    }
  }

  /** Asks every address now; without effect while there is a master. */
  public void retryNow() {
    if (watch == null) {
      locator.startOver();
      search();
    }
  }

  /** The machine has slept: what was true before need not be. */
  public void afterSleep() {
    if (watch == null) {
      retryNow();
    } else {
      watch.expectWithin(AFTER_SLEEP);
    }
  }

  void close() {
    closed = true;
    cancelSearch.run();
    asked.values().forEach(MasterWatch::cancel);
    asked.clear();
    if (watch != null) {
      watch.cancel();
    }
    watch = null;
    master = null;
  }

  // ---- Looking. ----

  private void search() {
    cancelSearch.run();
    if (closed || watch != null) {
      return;
    }
    long now = System.nanoTime();
    // No question is open, or the latest was refused: no reason to wait before the next.
    boolean free = asked.isEmpty() || latest == null;
    long untilQuestion = free ? 0 : earliestNextQuestion - now;
    Optional<ServerAddress> next = locator.next(now, asked.keySet());
    if (next.isPresent() && untilQuestion <= 0) {
      ask(next.get(), now);
      untilQuestion = BETWEEN_QUESTIONS.toNanos();
    }
    OptionalLong untilDue = locator.nanosUntilNext(now, asked.keySet());
    if (untilDue.isPresent()) {
      long wait = Math.max(Math.max(untilDue.getAsLong(), untilQuestion), 0);
      cancelSearch = loop.schedule(Duration.ofNanos(wait), this::search);
    }
  }

  private void ask(ServerAddress address, long now) {
    MasterWatch question =
        new MasterWatch(address, channels.to(address), metadata, loop, watchListener);
    latest = question;
    earliestNextQuestion = now + BETWEEN_QUESTIONS.toNanos();
    asked.put(address, question);
    question.start();
  }

  private void onRefusal(MasterWatch question, CallFailure failure) {
    asked.remove(question.address());
    if (question == latest) {
      latest = null;
    }
    note(question.address(), failure);
    report.notMaster(question.address(), failure, locator.addresses());
    search();
  }

  private void note(ServerAddress address, CallFailure failure) {
    locator.failed(address, System.nanoTime(), failure.answered(), failure.retryDelay());
    failure.master().ifPresent(hint -> locator.hinted(hint, failure.epoch()));
    if (failure.kind() == CallFailure.Kind.WRONG_CLUSTER) {
      foreign.add(address);
      complainIfAllForeign();
    } else {
      foreign.remove(address);
    }
  }

  private void complainIfAllForeign() {
    if (foreign.containsAll(locator.addresses())) {
      String text =
          "all servers belong to another cluster than the one this client was connected to; "
              + "start the client anew to use it";
      List.copyOf(listeners).forEach(listener -> listener.onWrongCluster(text));
    }
  }

  // ---- Found, and lost. ----

  private void onState(MasterWatch from, ClusterState state) {
    if (from != watch) {
      found(from, state);
    }
    List<ServerAddress> named =
        state.getMemberList().stream()
            .map(Member::getClientAddress)
            .flatMap(text -> readable(text).stream())
            .toList();
    named.forEach(locator::add);
    if (!named.equals(members)) {
      members = named;
      onMembers.accept(state.getClusterId(), named);
    }
    report.contact(from.address(), state);
  }

  private void found(MasterWatch winner, ClusterState state) {
    asked.values().stream().filter(other -> other != winner).forEach(MasterWatch::cancel);
    asked.clear();
    cancelSearch.run();
    foreign.clear();
    watch = winner;
    Master now = new Master(winner.address(), winner.channel());
    master = now;
    locator.found(winner.address(), state.getEpoch());
    report.contact(winner.address(), state);
    List.copyOf(listeners).forEach(listener -> listener.onMasterFound(now));
  }

  private void onEnd(MasterWatch ended, CallFailure failure) {
    if (ended == watch) {
      lose(failure);
    } else if (asked.containsKey(ended.address())) {
      onRefusal(ended, failure);
    }
  }

  private void lose(CallFailure failure) {
    MasterWatch old = watch;
    Master was = master;
    if (old == null || was == null) {
      return;
    }
    old.cancel();
    watch = null;
    master = null;
    locator.startOver();
    // A connection that broke may come back at once; any other old master is asked last.
    if (failure.kind() != CallFailure.Kind.UNREACHABLE) {
      note(old.address(), failure);
    }
    report.lost(old.address(), failure);
    List.copyOf(listeners).forEach(listener -> listener.onMasterLost(was));
    cancelSearch.run();
    cancelSearch =
        loop.schedule(Duration.ofMillis(random.nextLong(SPREAD_MILLIS + 1)), this::search);
  }

  private static Optional<ServerAddress> readable(String text) {
    try {
      return Optional.of(ServerAddress.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a member without a usable address cannot be asked
    }
  }

  private final class WatchListener implements MasterWatch.Listener {
    @Override
    public void onState(MasterWatch from, ClusterState state) {
      MasterConnection.this.onState(from, state);
    }

    @Override
    public void onEnd(MasterWatch ended, CallFailure failure) {
      MasterConnection.this.onEnd(ended, failure);
    }
  }
}
