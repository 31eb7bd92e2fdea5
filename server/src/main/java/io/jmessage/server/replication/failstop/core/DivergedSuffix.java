package io.jmessage.server.replication.failstop.core;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was cut off a log and may have been acknowledged, as far as it is still to be submitted to
 * the master that stands (docs/protocol.md, 3.11).
 *
 * @param name of the archive that holds it
 * @param next the index of the next entry to submit
 * @param upTo the index of the last one
 * @param aside what earlier entries of it left aside, in words of the state machine: later ones
 *     that build on it are left aside too
 */
public record DivergedSuffix(String name, long next, long upTo, SortedSet<String> aside) {

  public DivergedSuffix {
    aside = Collections.unmodifiableSortedSet(new TreeSet<>(aside));
  }

  public boolean isDone() {
    return next > upTo;
  }

  /** The same once everything up to {@code index} is done. */
  DivergedSuffix after(long index, Set<String> moreAside) {
    TreeSet<String> all = new TreeSet<>(aside);
    all.addAll(moreAside);
    return new DivergedSuffix(name, index + 1, upTo, all);
  }
}
