package io.jmessage.system.torture.check;

import java.util.ArrayList;
import java.util.List;

/** What a check finds wrong: how often, and the first few in words. Not thread-safe. */
public final class Findings {
  /** A broken run is broken in thousands of places; the first ones tell. */
  private static final int TOLD_MAX = 10;

  private final List<String> told = new ArrayList<>();
  private int count;

  /** Adds one. */
  public void add(String problem) {
    count++;
    if (told.size() < TOLD_MAX) {
      told.add(problem);
    }
  }

  public int count() {
    return count;
  }

  /** The first few. */
  public List<String> told() {
    return List.copyOf(told);
  }
}
