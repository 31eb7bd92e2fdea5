package io.jmessage.simulator;

import java.util.Locale;

/**
 * One thing that goes wrong in a run. Who is hit may be left to the moment: the master of that
 * time.
 *
 * @param number its place in the schedule of the seed, from 1: the name by which it is kept or left
 *     out
 * @param at microseconds after the start of the run
 * @param master hits whoever is master then, and {@code server} only if nobody is
 * @param server the number of a server
 * @param other the number of another one, for what happens to a link; odd: who changes its role is
 *     hit, for what waits for that
 * @param micros how long it lasts; what exactly is said by the kind
 * @param count how often, or after how many steps
 */
record Fault(
    int number,
    long at,
    FaultKind kind,
    boolean master,
    int server,
    int other,
    long micros,
    int count) {

  /** Not numbered yet. */
  Fault(long at, FaultKind kind, boolean master, int server, int other, long micros, int count) {
    this(0, at, kind, master, server, other, micros, count);
  }

  Fault numbered(int place) {
    return new Fault(place, at, kind, master, server, other, micros, count);
  }

  Fault movedTo(long otherTime) {
    return new Fault(number, otherTime, kind, master, server, other, micros, count);
  }

  /** For people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%9.3f ms  fault %d, %s: %s%s, %.3f ms, %d",
        at / 1000.0,
        number,
        kind.words(),
        master ? "master or s" + server : "s" + server,
        kind.isOfLink() ? " and s" + other : "",
        micros / 1000.0,
        count);
  }
}
