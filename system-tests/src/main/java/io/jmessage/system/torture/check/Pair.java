package io.jmessage.system.torture.check;

/** Two users who write to each other, in the order of their names. */
public record Pair(String first, String second) {

  /** Of these two, in whichever order. */
  public static Pair of(String one, String other) {
    return one.compareTo(other) <= 0 ? new Pair(one, other) : new Pair(other, one);
  }

  /** Whether it is one of the two. */
  public boolean has(String name) {
    return first.equals(name) || second.equals(name);
  }
}
