package io.jmessage.client.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which server to ask next: the last master, then the one that a slave named, then all in order,
 * each after its own back-off. Addresses are added and never forgotten. Time is an input, in
 * nanoseconds of {@link System#nanoTime}. Not thread-safe.
 */
final class MasterLocator {
  private final Map<ServerAddress, Candidate> candidates = new LinkedHashMap<>();
  private final RandomGenerator random;
  private @Nullable ServerAddress lastMaster;
  private @Nullable ServerAddress hint;
  private long masterEpoch;

  MasterLocator(List<ServerAddress> addresses, RandomGenerator random) {
    this.random = random;
    addresses.forEach(this::add);
  }

  void add(ServerAddress address) {
    candidates.computeIfAbsent(address, a -> new Candidate());
  }

  List<ServerAddress> addresses() {
    return List.copyOf(candidates.keySet());
  }

  /** The address to ask now, if one is due; never one that is being asked. */
  Optional<ServerAddress> next(long now, Set<ServerAddress> asked) {
    return inOrder().stream()
        .filter(address -> !asked.contains(address))
        .filter(address -> candidate(address).nanosLeft(now) == 0)
        .findFirst();
  }

  /** How long until {@link #next} has something; empty: every address is being asked. */
  OptionalLong nanosUntilNext(long now, Set<ServerAddress> asked) {
    return candidates.entrySet().stream()
        .filter(entry -> !asked.contains(entry.getKey()))
        .mapToLong(entry -> entry.getValue().nanosLeft(now))
        .min();
  }

  /** This one is the master. */
  void found(ServerAddress master, long epoch) {
    lastMaster = master;
    masterEpoch = Math.max(masterEpoch, epoch);
    hint = null;
    candidate(master).reset();
  }

  /** The master is lost, everything may have changed: every address is due again, at once. */
  void startOver() {
    candidates.values().forEach(Candidate::reset);
  }

  /**
   * This address did not lead to a master.
   *
   * @param answered it is alive, so it is worth asking again soon
   * @param delay that the server asked for
   */
  void failed(ServerAddress address, long now, boolean answered, Duration delay) {
    Candidate candidate = candidate(address);
    Duration longest = answered ? Backoff.LONGEST_IF_ANSWERING : Backoff.LONGEST;
    Duration wait = candidate.backoff.next(longest, random);
    Duration asked = delay.compareTo(longest) > 0 ? longest : delay;
    candidate.waitUntil(now + (wait.compareTo(asked) > 0 ? wait : asked).toNanos());
  }

  /**
   * A slave named the master. A hint of a newer epoch is news and makes the address due at once;
   * any other only sets the order, or two slaves that name each other would keep the client
   * running.
   */
  void hinted(ServerAddress address, long epoch) {
    add(address);
    if (epoch > masterEpoch) {
      candidate(address).reset();
    }
    masterEpoch = Math.max(masterEpoch, epoch);
    hint = address;
  }

  private List<ServerAddress> inOrder() {
    List<ServerAddress> order = new ArrayList<>();
    if (lastMaster != null) {
      order.add(lastMaster);
    }
    if (hint != null) {
      order.add(hint);
    }
    candidates.keySet().stream().filter(a -> !order.contains(a)).forEach(order::add);
    return order;
  }

  private Candidate candidate(ServerAddress address) {
    return candidates.computeIfAbsent(address, a -> new Candidate());
  }

  private static final class Candidate {
    private final Backoff backoff = new Backoff();
    private boolean waiting;
    private long until;

    void reset() {
      backoff.reset();
      waiting = false;
    }

    void waitUntil(long nanos) {
      waiting = true;
      until = nanos;
    }

    long nanosLeft(long now) {
      return waiting ? Math.max(0, until - now) : 0;
    }
  }
}
