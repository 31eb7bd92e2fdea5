package io.jmessage.system;

/**
 * The end of this program, also by Ctrl-C: first a word to the user, then the end of all children.
 */
public final class Ending {
  private static volatile Runnable first = () -> {};
  private static volatile boolean begun;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Ending::end, "ending"));
  }

  private Ending() {}

  /** What to do before the children are ended. */
  public static void first(Runnable action) {
    first = action;
  }

  /** Whether the program is ending: then a child that is gone is no news. */
  public static boolean begun() {
    return begun;
  }

  /** Makes sure that the end is taken care of. */
  static void prepare() {
    // The static initialiser has done it.
  }

  private static void end() {
    begun = true;
    first.run();
    Children.endAll();
  }
}
