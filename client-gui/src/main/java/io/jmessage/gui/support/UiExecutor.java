package io.jmessage.gui.support;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/** Runs tasks on the JavaFX thread, in order. The only place that knows how. Thread-safe. */
public final class UiExecutor implements Executor {

  @Override
  public void execute(Runnable task) {
    Platform.runLater(task);
  }
}
