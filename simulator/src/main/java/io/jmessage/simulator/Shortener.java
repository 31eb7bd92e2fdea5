package io.jmessage.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the shortest schedule that still breaks the same invariant: leaves out faults, by
 * halves, quarters and so on (delta debugging), then ends the run earlier and moves the faults
 * together. Bounded in runs; what it has found by then is the answer.
 */
final class Shortener {

  /** Fewer faults change the course of a run, so that the same luck is looked for again. */
  private static final int NOISES = 4;

  private final Profile profile;
  private final String broken;
  private final long until;
  private int runsLeft;
  private Schedule best;

  private Shortener(Profile profile, Schedule failing, String broken, int runsMax, long millisMax) {
    this.profile = profile;
    this.best = failing;
    this.broken = broken;
    this.runsLeft = runsMax;
    this.until = System.nanoTime() + millisMax * 1_000_000;
  }

  /** The shortest failing schedule found within so many runs and so much time. */
  static Schedule shorten(
      Profile profile, Schedule failing, String broken, int runsMax, long millisMax) {
    Shortener shortener = new Shortener(profile, failing, broken, runsMax, millisMax);
    shortener.endEarly();
    shortener.leaveOut();
    shortener.endEarly();
    shortener.moveTogether();
    shortener.endEarly();
    return shortener.best;
  }

  private boolean mayGoOn() {
    return runsLeft > 0 && System.nanoTime() - until < 0;
  }

  /** Whether it fails in the same way; then it is the best one from here on. */
  private boolean fails(Schedule schedule) {
    for (int more = 0; more < NOISES && mayGoOn(); more++) {
      runsLeft--;
      Schedule noisy = schedule.withNoise(schedule.noise() + more);
      if (broken.equals(SeedRun.outcome(profile, noisy))) {
        best = noisy;
        return true;
      }
    }
    return false;
  }

  /** Complements of ever smaller parts: what is left out and not missed stays out. */
  private void leaveOut() {
    int parts = 2;
    while (best.faults().size() > 1 && mayGoOn()) {
      List<Fault> faults = best.faults();
      int size = Math.max(1, (faults.size() + parts - 1) / parts);
      boolean shorter = false;
      for (int from = 0; from < faults.size() && !shorter; from += size) {
        List<Fault> rest = new ArrayList<>(faults.subList(0, from));
        rest.addAll(faults.subList(Math.min(from + size, faults.size()), faults.size()));
        shorter = fails(best.withFaults(rest));
      }
      if (!shorter && size == 1) {
        return;
      }
      parts = shorter ? Math.max(2, parts - 1) : Math.min(parts * 2, faults.size());
    }
  }

  /** What comes after the failure did not cause it. */
  private void endEarly() {
    long end = SeedRun.failsAt(profile, best);
    List<Fault> before = best.faults().stream().filter(f -> f.at() <= end).toList();
    Schedule shorter = best.withFaults(before).withMicros(Math.min(end, best.micros()));
    if (!shorter.equals(best)) {
      fails(shorter);
    }
  }

  /** Halves the time before each fault while that makes no difference. */
  private void moveTogether() {
    for (int first = 0; first < best.faults().size(); first++) {
      for (int step = 2; step <= 8 && mayGoOn(); step *= 2) {
        List<Fault> faults = best.faults();
        long before = first == 0 ? 0 : faults.get(first - 1).at();
        long cut = (faults.get(first).at() - before) / step;
        if (cut > 1000 && fails(moved(first, cut))) {
          step = 1;
        }
      }
    }
  }

  private Schedule moved(int first, long cut) {
    List<Fault> moved = new ArrayList<>();
    for (Fault fault : best.faults()) {
      moved.add(moved.size() < first ? fault : fault.movedTo(fault.at() - cut));
    }
    return best.withFaults(moved).withMicros(Math.max(1, best.micros() - cut));
  }
}
