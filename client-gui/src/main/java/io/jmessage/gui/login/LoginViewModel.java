package io.jmessage.gui.login;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.gui.support.Answers;
import io.jmessage.gui.support.Explanation;
import io.jmessage.gui.support.PasswordRules;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * The form to log in, or to sign up and then be logged in. Mistakes are told at their field.
 * Passwords stay in the form only while they are needed. UI thread only.
 */
public final class LoginViewModel {
  private static final int NAME_LENGTH_MAX = 64;

  private final ChatClient client;
  private final Executor ui;
  private final Consumer<String> loggedIn;

  private final BooleanProperty signingUp = new SimpleBooleanProperty();
  private final StringProperty username = new SimpleStringProperty("");
  private final StringProperty password = new SimpleStringProperty("");
  private final StringProperty repeated = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper usernameError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper passwordError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper repeatedError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper formError = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

  /** Counts the attempts, so that the answer to one that was given up is known as such. */
  private long attempt;

  /** The name whose sign-up nobody answered: it may exist by now. */
  private String perhapsCreated = "";

  /**
   * @param loggedIn told the name, once the client is logged in
   */
  public LoginViewModel(ChatClient client, Executor ui, Consumer<String> loggedIn) {
    this.client = client;
    this.ui = ui;
    this.loggedIn = loggedIn;
    username.addListener((property, old, now) -> clearErrors());
    password.addListener((property, old, now) -> clearErrors());
    repeated.addListener((property, old, now) -> clearErrors());
    signingUp.addListener((property, old, now) -> clearErrors());
  }

  /** Does what the form says, if the fields are right. */
  public void submit() {
    if (busy.get() || !validate()) {
      return;
    }
    busy.set(true);
    attempt++;
    if (signingUp.get()) {
      signUp(username.get(), password.get(), attempt);
    } else {
      logIn(username.get(), password.get(), attempt);
    }
  }

  /** Stops waiting for an answer. Should the log-in succeed yet, it is undone. */
  public void cancel() {
    attempt++;
    busy.set(false);
  }

  /** Empties the form. */
  public void reset() {
    cancel();
    username.set("");
    forgetPasswords();
    signingUp.set(false);
    clearErrors();
  }

  /** Empties the form and says why it is there. */
  public void reset(String why) {
    reset();
    formError.set(why);
  }

  private void signUp(String name, String secret, long current) {
    Answers.deliver(
        client.createAccount(name, secret),
        ui,
        done -> {
          if (current == attempt) {
            logIn(name, secret, current);
          }
        },
        failure -> signUpFailed(name, secret, current, failure));
  }

  private void signUpFailed(String name, String secret, long current, ChatClientException failure) {
    if (current != attempt) {
      return;
    }
    if (failure.reason() == Reason.TIMED_OUT) {
      perhapsCreated = name;
    } else if (failure.reason() == Reason.USERNAME_TAKEN && name.equals(perhapsCreated)) {
      // The sign-up before, which nobody answered, may have been this person's. The password tells.
      perhapsCreated = "";
      logIn(name, secret, current);
      return;
    }
    failed(failure);
  }

  private void logIn(String name, String secret, long current) {
    Answers.deliver(
        client.logIn(name, secret),
        ui,
        done -> {
          if (current == attempt) {
            reset();
            loggedIn.accept(name);
          } else if (!busy.get()) {
            endLateSession();
          }
        },
        failure -> {
          if (current == attempt) {
            failed(failure);
          }
        });
  }

  private void endLateSession() {
    // Nobody waits for this session; an answer would help nobody either.
    Answers.deliver(client.logOut(), ui, done -> {}, failure -> {});
  }

  private void failed(ChatClientException failure) {
    busy.set(false);
    String text = Explanation.of(failure);
    switch (failure.reason()) {
      case INVALID_USERNAME, USERNAME_TAKEN, UNKNOWN_USER -> usernameError.set(text);
      case INVALID_PASSWORD, WRONG_PASSWORD -> passwordError.set(text);
      default -> formError.set(text);
    }
  }

  private boolean validate() {
    clearErrors();
    usernameError.set(wrongWithName());
    passwordError.set(PasswordRules.wrongWith(password.get()));
    boolean repeatedWell = !signingUp.get() || repeated.get().equals(password.get());
    repeatedError.set(repeatedWell ? "" : "The two passwords differ.");
    return usernameError.get().isEmpty() && passwordError.get().isEmpty() && repeatedWell;
  }

  private String wrongWithName() {
    String name = username.get();
    if (name.isBlank()) {
      return "Please enter a name.";
    }
    if (name.codePointCount(0, name.length()) > NAME_LENGTH_MAX) {
      return "A name has at most " + NAME_LENGTH_MAX + " characters.";
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      return "A name has no control characters.";
    }
    if (signingUp.get() && !name.equals(name.strip())) {
      return "A name does not begin or end with a blank.";
    }
    return "";
  }

  private void clearErrors() {
    usernameError.set("");
    passwordError.set("");
    repeatedError.set("");
    formError.set("");
  }

  private void forgetPasswords() {
    password.set("");
    repeated.set("");
  }

  /** Whether the form signs up; otherwise it logs in. */
  public BooleanProperty signingUpProperty() {
    return signingUp;
  }

  public StringProperty usernameProperty() {
    return username;
  }

  public StringProperty passwordProperty() {
    return password;
  }

  /** The password once more, when signing up. */
  public StringProperty repeatedProperty() {
    return repeated;
  }

  public ReadOnlyStringProperty usernameErrorProperty() {
    return usernameError.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty passwordErrorProperty() {
    return passwordError.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty repeatedErrorProperty() {
    return repeatedError.getReadOnlyProperty();
  }

  /** What is wrong with none of the fields. */
  public ReadOnlyStringProperty formErrorProperty() {
    return formError.getReadOnlyProperty();
  }

  /** An answer is awaited. */
  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }
}
