package io.jmessage.gui.account;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.gui.support.Explanation;
import io.jmessage.gui.support.PasswordRules;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;

/**
 * The form for a new password. Mistakes are told at their field; the passwords stay in it only
 * while they are needed. UI thread only.
 */
public final class PasswordViewModel {
  private static final String PERHAPS_CHANGED =
      "No server answered in time. Please try again; should the old password be wrong then, the new"
          + " one counts already.";

  private final ChatClient client;
  private final Request request;
  private final Runnable changed;

  private final StringProperty old = new SimpleStringProperty("");
  private final StringProperty fresh = new SimpleStringProperty("");
  private final StringProperty repeated = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper oldError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper freshError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper repeatedError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper success = new ReadOnlyStringWrapper("");

  /**
   * @param changed told once there is a new password, and no other session any more
   */
  PasswordViewModel(
      ChatClient client, Executor ui, ObservableBooleanValue connected, Runnable changed) {
    this.client = client;
    this.request = new Request(ui, connected);
    this.changed = changed;
    old.addListener((property, before, now) -> clearTexts());
    fresh.addListener((property, before, now) -> clearTexts());
    repeated.addListener((property, before, now) -> clearTexts());
  }

  /** Changes the password, if the fields are right. */
  public void submit() {
    if (busyProperty().get() || !validate()) {
      return;
    }
    request.send(
        client.account().changePassword(old.get(), fresh.get()), done -> succeed(), this::fail);
  }

  private void succeed() {
    forget();
    success.set("The password is changed, and all other sessions have ended.");
    changed.run();
  }

  private String fail(ChatClientException failure) {
    switch (failure.reason()) {
      case WRONG_PASSWORD -> oldError.set(Explanation.of(failure));
      case INVALID_PASSWORD -> freshError.set(Explanation.of(failure));
      case TIMED_OUT -> {
        return PERHAPS_CHANGED;
      }
      default -> {
        return Explanation.of(failure);
      }
    }
    return "";
  }

  /** Empties the form, unless it waits for an answer; the card is closed. */
  public void leave() {
    if (!busyProperty().get()) {
      forget();
    }
  }

  void release() {
    request.forget();
    forget();
  }

  private void forget() {
    old.set("");
    fresh.set("");
    repeated.set("");
    clearTexts();
  }

  private boolean validate() {
    clearTexts();
    oldError.set(old.get().isEmpty() ? "Please enter your password." : "");
    freshError.set(PasswordRules.wrongWith(fresh.get()));
    repeatedError.set(repeated.get().equals(fresh.get()) ? "" : "The two passwords differ.");
    return oldError.get().isEmpty() && freshError.get().isEmpty() && repeatedError.get().isEmpty();
  }

  private void clearTexts() {
    oldError.set("");
    freshError.set("");
    repeatedError.set("");
    success.set("");
    request.clearProblem();
  }

  public StringProperty oldProperty() {
    return old;
  }

  public StringProperty freshProperty() {
    return fresh;
  }

  /** The new one once more. */
  public StringProperty repeatedProperty() {
    return repeated;
  }

  public ReadOnlyStringProperty oldErrorProperty() {
    return oldError.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty freshErrorProperty() {
    return freshError.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty repeatedErrorProperty() {
    return repeatedError.getReadOnlyProperty();
  }

  /** What is wrong with none of the fields. */
  public ReadOnlyStringProperty problemProperty() {
    return request.problemProperty();
  }

  /** What has been done; empty: nothing. */
  public ReadOnlyStringProperty successProperty() {
    return success.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return request.busyProperty();
  }
}
