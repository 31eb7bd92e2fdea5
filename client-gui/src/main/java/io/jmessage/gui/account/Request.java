package io.jmessage.gui.account;

import io.jmessage.client.ChatClientException;
import io.jmessage.gui.support.Answers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import org.jspecify.annotations.Nullable;

/**
 * What one part of the card asks of the servers: at most one thing at a time, which waits while
 * none answers, and says so. UI thread only.
 */
final class Request {
  private static final String WAITING =
      "No server answers now. It is done as soon as one does, also if you close this.";

  private final Executor ui;
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /** Counts what was sent, so that the answer to what was forgotten is known as such. */
  private long sent;

  /**
   * @param connected a master answers
   */
  Request(Executor ui, ObservableBooleanValue connected) {
    this.ui = ui;
    problem.bind(
        Bindings.createStringBinding(
            () -> busy.get() && !connected.get() ? WAITING : failure.get(),
            busy,
            connected,
            failure));
  }

  /**
   * Waits for an answer.
   *
   * @param explain what the problem is, for the person at the window; may be empty
   */
  <T extends @Nullable Object> void send(
      CompletableFuture<T> answer,
      Consumer<T> succeeded,
      Function<ChatClientException, String> explain) {
    long number = ++sent;
    failure.set("");
    busy.set(true);
    Answers.deliver(
        answer,
        ui,
        value -> {
          if (number == sent) {
            busy.set(false);
            succeeded.accept(value);
          }
        },
        failed -> {
          if (number == sent) {
            busy.set(false);
            failure.set(explain.apply(failed));
          }
        });
  }

  /** Does not wait for the answer any more. */
  void forget() {
    sent++;
    busy.set(false);
    failure.set("");
  }

  void clearProblem() {
    failure.set("");
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** Why there is no answer; empty: there is one, or it may come any moment. */
  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
