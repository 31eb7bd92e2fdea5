package io.jmessage.simulator;

import io.jmessage.simulator.MutantCompiler.Edit;
import java.util.ArrayList;
import java.util.List;

/**
 * A core with one rule switched off, or with a rule and the one that stands behind it.
 *
 * @param section of docs/protocol.md
 * @param profile of the seeds that are tried; empty: each has its own
 * @param seed one that is known to find it, as a start
 */
record Mutant(String section, String rule, String profile, long seed, List<Edit> edits) {

  static Mutant of(
      String section, String rule, long seed, String type, String text, String replacement) {
    return new Mutant(section, rule, "", seed, List.of(new Edit(type, text, replacement)));
  }

  Mutant and(String type, String text, String replacement) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(new Edit(type, text, replacement));
    return new Mutant(section, rule, profile, seed, more);
  }

  /** In a core whose bounds are so small that every run meets them. */
  Mutant withSmallLimits() {
    List<Edit> more = new ArrayList<>(edits);
    more.addAll(Mutants.smallLimits());
    return new Mutant(section, rule, profile, seed, more);
  }

  Mutant in(String otherProfile) {
    return new Mutant(section, rule, otherProfile, seed, edits);
  }

  @Override
  public String toString() {
    return section + " " + rule;
  }
}
