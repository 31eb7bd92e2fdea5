package io.jmessage.simulator.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state within bounds, breadth first, so that what it finds is as short as can be. Of
 * a visited state only its fingerprint and where it came from are kept; a trace is found by walking
 * the way again.
 */
final class ModelCheck {

  private static final int PROGRESS_STEPS_MAX = 200;

  /**
   * What was seen.
   *
   * @param counterexample the steps, each with the state after it, and what was violated at the end
   */
  record Result(int states, int depth, Optional<List<String>> counterexample) {}

  private final Bounds bounds;
  private final boolean checkProgress;
  private final ElectionModel model;

  /**
   * Without the bounds on epochs and entries: what must be able to go on is not stopped by them.
   */
  private final ElectionModel unbounded;

  private final Visited visited = new Visited();
  private final ArrayDeque<State> frontier = new ArrayDeque<>();

  private ModelCheck(Bounds bounds, Set<Rule> off, boolean checkProgress) {
    this.bounds = bounds;
    this.checkProgress = checkProgress;
    this.model = new ElectionModel(off, bounds.epochs(), bounds.entries());
    this.unbounded = new ElectionModel(off, Log.EPOCHS_MAX, Log.ENTRIES_MAX);
  }

  /** Looks for lost or double acknowledgements, and for states in which nobody can serve again. */
  static Result run(Bounds bounds) {
    return new ModelCheck(bounds, Set.of(), true).search();
  }

  /** Looks for lost or double acknowledgements without these rules. */
  static Result without(Set<Rule> off, Bounds bounds) {
    return new ModelCheck(bounds, off, false).search();
  }

  /** What keeps that state, with all servers up, from one in which one of them serves. */
  static Optional<String> stuck(State state, Bounds bounds) {
    return new ModelCheck(bounds, Set.of(), true).stuck(state);
  }

  private Result search() {
    State first = State.first(bounds);
    visited.add(first.fingerprint(), -1);
    frontier.add(first);
    int depth = 0;
    int endOfDepth = 1;
    for (int index = 0; !frontier.isEmpty(); index++) {
      if (index == endOfDepth) {
        depth++;
        endOfDepth = visited.size();
      }
      State state = frontier.remove();
      Optional<String> found = checkProgress ? stuck(state) : Optional.empty();
      if (found.isEmpty()) {
        found = expand(state, index);
      }
      if (found.isPresent()) {
        List<String> trace = trace(index);
        trace.add(found.get());
        return new Result(visited.size(), depth, Optional.of(trace));
      }
    }
    return new Result(visited.size(), depth, Optional.empty());
  }

  /** Adds what can follow; says what was violated by which step. */
  private Optional<String> expand(State state, int index) {
    for (Step step : Step.values()) {
      for (int server = 0; server < State.SERVERS; server++) {
        for (int other = 0; other < State.SERVERS; other++) {
          if (step.concerns(server, other)) {
            try {
              State next = model.after(state, step, server, other);
              if (next != null && visited.add(next.fingerprint(), index)) {
                frontier.add(next);
              }
            } catch (Violation violation) {
              return Optional.of(step.text(server, other) + ": " + violation.getMessage());
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  // ---- Progress.

  /** With all servers up and without further faults, one of them serves after some steps. */
  private Optional<String> stuck(State state) {
    for (int server = 0; server < State.SERVERS; server++) {
      if (!state.isUp(server)) {
        return Optional.empty();
      }
    }
    State reached = state;
    for (int steps = 0; !ElectionModel.serves(reached); steps++) {
      State next = nextWithoutFaults(reached);
      if (next == null || steps == PROGRESS_STEPS_MAX) {
        return Optional.of("nobody can serve; it ends with " + reached);
      }
      reached = next;
    }
    return Optional.empty();
  }

  private @Nullable State nextWithoutFaults(State state) {
    for (Step step : Step.WITHOUT_FAULTS) {
      for (int server = 0; server < State.SERVERS; server++) {
        for (int other = 0; other < State.SERVERS; other++) {
          State next =
              step.concerns(server, other) ? unbounded.after(state, step, server, other) : null;
          if (next != null) {
            return next;
          }
        }
      }
    }
    return null;
  }

  // ---- Traces.

  private List<String> trace(int last) {
    List<Integer> way = new ArrayList<>();
    for (int index = last; index > 0; index = visited.parent(index)) {
      way.add(index);
    }
    Collections.reverse(way);
    List<String> trace = new ArrayList<>();
    State state = State.first(bounds);
    for (int index : way) {
      state = walk(state, visited.fingerprint(index), trace);
    }
    return trace;
  }

  private State walk(State from, long fingerprint, List<String> trace) {
    for (Step step : Step.values()) {
      for (int server = 0; server < State.SERVERS; server++) {
        for (int other = 0; other < State.SERVERS; other++) {
          State next = step.concerns(server, other) ? model.after(from, step, server, other) : null;
          if (next != null && next.fingerprint() == fingerprint) {
            trace.add(step.text(server, other) + "\n    " + next);
            return next;
          }
        }
      }
    }
    throw new IllegalStateException("no step leads to that state");
  }

  /** The fingerprints of the visited states, in order, and from which state each was reached. */
  private static final class Visited {
    private long[] fingerprints = new long[1 << 16];
    private int[] parents = new int[1 << 16];
    private int size;

    /** Open addressing: the index of a state and 1, or 0. */
    private int[] slots = new int[1 << 18];

    int size() {
      return size;
    }

    int parent(int index) {
      return parents[index];
    }

    long fingerprint(int index) {
      return fingerprints[index];
    }

    /** False if it was there. */
    boolean add(long fingerprint, int parent) {
      int slot = slotOf(fingerprint);
      if (slots[slot] != 0) {
        return false;
      }
      if (size == parents.length) {
        fingerprints = Arrays.copyOf(fingerprints, size * 2);
        parents = Arrays.copyOf(parents, size * 2);
      }
      fingerprints[size] = fingerprint;
      parents[size] = parent;
      size++;
      slots[slot] = size;
      if (size * 2 > slots.length) {
        rehash();
      }
      return true;
    }

    private int slotOf(long fingerprint) {
      int slot = (int) fingerprint & (slots.length - 1);
      while (slots[slot] != 0 && fingerprints[slots[slot] - 1] != fingerprint) {
        slot = (slot + 1) & (slots.length - 1);
      }
      return slot;
    }

    private void rehash() {
      slots = new int[slots.length * 4];
      for (int index = 0; index < size; index++) {
        slots[slotOf(fingerprints[index])] = index + 1;
      }
    }
  }
}
