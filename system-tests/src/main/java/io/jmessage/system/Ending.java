package io.jmessage.system;

import java.util.concurrent.atomic.AtomicReference;

/** The end of this program, also by Ctrl-C: first a word to the user, then the end of all children. */
public final class Ending {
  private static final AtomicReference<Runnable> FIRST = new AtomicReference<>(() -> {});
  private static volatile boolean begun;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Ending::end, "ending"));
  }

  private Ending() {}

  /** What to do before the children are ended. */
  public static void first(Runnable action) {
    FIRST.set(action);
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
    FIRST.get().run();
    Children.endAll();
  }
}
