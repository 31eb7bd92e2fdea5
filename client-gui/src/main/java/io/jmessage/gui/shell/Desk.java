package io.jmessage.gui.shell;

import io.jmessage.gui.support.DesktopNotices;
import io.jmessage.gui.support.KeptValues;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a window finds around it.
 *
 * @param kept what the window remembers from one start to the next
 * @param browser shows a web address
 * @param notices of the desktop; empty: the window shows its own
 * @param killMaster what the button of a demo does; empty: this is no demo
 */
public record Desk(
    KeptValues kept,
    Consumer<String> browser,
    Optional<DesktopNotices> notices,
    Optional<Runnable> killMaster) {

  /** Remembers nothing, opens nothing. */
  public static Desk empty() {
    return new Desk(KeptValues.inMemory(), address -> {}, Optional.empty(), Optional.empty());
  }
}
