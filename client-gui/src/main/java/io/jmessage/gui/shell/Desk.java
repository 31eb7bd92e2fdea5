package io.jmessage.gui.shell;

import io.jmessage.gui.support.KeptValues;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a window finds around it.
 *
 * @param kept what the window remembers from one start to the next
 * @param browser shows a web address
 * @param killMaster what the button of a demo does; empty: this is no demo
 */
public record Desk(KeptValues kept, Consumer<String> browser, Optional<Runnable> killMaster) {

  /** Remembers nothing, opens nothing. */
  public static Desk empty() {
    return new Desk(KeptValues.inMemory(), address -> {}, Optional.empty());
  }
}
