package io.jmessage.gui.shell;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatListener;
import io.jmessage.gui.login.LoginViewModel;
import io.jmessage.gui.support.Answers;
import io.jmessage.gui.support.Explanation;
import io.jmessage.gui.support.UiListener;
import io.jmessage.gui.support.ViewModel;
import java.time.Clock;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The window as a whole: the form to log in, or a session; the connection; at most one question. UI
 * thread only.
 */
public final class MainViewModel implements ViewModel, ChatListener {
  private final ChatClient client;
  private final Executor ui;
  private final Clock clock;
  private final String name;
  private final LoginViewModel login;
  private final StatusBarViewModel status;

  private final ReadOnlyObjectWrapper<@Nullable SessionViewModel> session =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
  private Runnable detach = () -> {};

  /**
   * @param name of the window
   */
  public MainViewModel(ChatClient client, Executor ui, Clock clock, String name) {
    this.client = client;
    this.ui = ui;
    this.clock = clock;
    this.name = name;
    this.login = new LoginViewModel(client, ui, this::begin);
    this.status = new StatusBarViewModel(client, ui, clock);
    title.set(name);
  }

  @Override
  public void activate() {
    status.activate();
    detach = UiListener.attach(client, ui, this);
  }

  @Override
  public void deactivate() {
    detach.run();
    end();
    status.deactivate();
  }

  @Override
  public void onSessionEnded(String reason) {
    if (session.get() != null) {
      end();
      login.reset("You were logged out: " + reason);
    }
  }

  /** Logs out; asks first while messages wait to be sent. */
  public void logOut() {
    afterWaiting(
        "Log out?",
        "What waits goes out when a server is back, unless the window is closed before.",
        "Log out",
        this::logOutNow);
  }

  /** Asks whether to delete the account, and does it. */
  public void deleteAccount() {
    SessionViewModel current = session.get();
    if (current == null) {
      return;
    }
    question.set(
        new Question(
            "Delete this account?",
            "The account “"
                + current.self()
                + "” and the messages it received are deleted on all servers. Messages it sent stay"
                + " with those who have them. This cannot be undone.",
            "Delete account",
            current.self(),
            this::deleteNow));
  }

  /**
   * Lets the window close; asks first if that would drop messages that wait to be sent.
   *
   * @param close closes it
   */
  public void close(Runnable close) {
    afterWaiting(
        "Close the window?", "What waits is lost when the window closes now.", "Close", close);
  }

  /** Takes the question off the screen, without doing it. */
  public void dismissQuestion() {
    question.set(null);
  }

  private void begin(String self) {
    SessionViewModel begun = new SessionViewModel(client, ui, clock, self);
    session.set(begun);
    status.loggedIn(true);
    title.bind(
        Bindings.createStringBinding(
            () -> titleOf(begun), begun.contacts().unreadProperty(), session));
    begun.activate();
  }

  private String titleOf(SessionViewModel current) {
    long unread = current.contacts().unreadProperty().get();
    return (unread > 0 ? "(" + unread + ") " : "") + current.self() + " – " + name;
  }

  private void end() {
    SessionViewModel ended = session.get();
    title.unbind();
    title.set(name);
    question.set(null);
    session.set(null);
    status.loggedIn(false);
    login.reset();
    if (ended != null) {
      ended.deactivate();
    }
  }

  private void afterWaiting(String title, String warning, String yes, Runnable action) {
    SessionViewModel current = session.get();
    int waiting = current == null ? 0 : current.waiting();
    if (waiting == 0) {
      action.run();
      return;
    }
    String what =
        waiting == 1
            ? "One message still waits for a server. "
            : waiting + " messages still wait for a server. ";
    question.set(new Question(title, what + warning, yes, "", action));
  }

  private void logOutNow() {
    end();
    // The screen does not wait for the cluster, which may not answer just now.
    Answers.deliver(client.logOut(), ui, done -> {}, failure -> {});
  }

  private void deleteNow() {
    Question asked = question.get();
    if (asked == null) {
      return;
    }
    asked.waitForAnswer();
    Answers.deliver(
        client.deleteAccount(),
        ui,
        done -> {
          if (session.get() != null) {
            end();
            login.reset("The account was deleted.");
          }
        },
        failure -> asked.failed(Explanation.of(failure)));
  }

  public LoginViewModel login() {
    return login;
  }

  public StatusBarViewModel status() {
    return status;
  }

  /** Who is logged in, with everything that is theirs; null: nobody. */
  public ReadOnlyObjectProperty<@Nullable SessionViewModel> sessionProperty() {
    return session.getReadOnlyProperty();
  }

  /** What has to be answered first; null: nothing. */
  public ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
    return question.getReadOnlyProperty();
  }

  /** What the window's frame says, with the number of unread messages. */
  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }
}
