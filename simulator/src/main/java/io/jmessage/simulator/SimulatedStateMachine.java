package io.jmessage.simulator;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.util.HashMap;
import java.util.Map;

/**
 * A state machine that remembers which command took effect at which index, and skips a command that
 * it knows, as the real one does (I7). The result of a command is the index at which it took
 * effect.
 */
final class SimulatedStateMachine {

  /** What a command takes in a snapshot: some of what it takes in the log. */
  private static final long COMMAND_BYTES = 30;

  private final Map<String, Long> effects;
  private LogPosition applied;
  private long digest;

  SimulatedStateMachine() {
    this(new HashMap<>(), LogPosition.START, 0);
  }

  private SimulatedStateMachine(Map<String, Long> effects, LogPosition applied, long digest) {
    this.effects = effects;
    this.applied = applied;
    this.digest = digest;
  }

  SimulatedStateMachine copy() {
    return new SimulatedStateMachine(new HashMap<>(effects), applied, digest);
  }

  /** The index at which the command took effect; 0 for an entry that is no command. */
  long apply(LogEntry entry) {
    applied = entry.position();
    if (entry.type() != LogEntry.Type.COMMAND) {
      return 0;
    }
    String id = entry.payload().toStringUtf8();
    Long before = effects.putIfAbsent(id, entry.index());
    if (before != null) {
      return before;
    }
    digest = (digest * 0x9E3779B97F4A7C15L + id.hashCode()) * 31 + entry.index();
    return entry.index();
  }

  /** What a snapshot takes. */
  long bytes() {
    return COMMAND_BYTES * effects.size();
  }

  LogPosition applied() {
    return applied;
  }

  /** Of everything that took effect, in order. */
  long digest() {
    return digest;
  }

  Map<String, Long> effects() {
    return effects;
  }
}
