package io.jmessage.gui.shell;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.gui.login.LoginViewModel;
import io.jmessage.gui.support.Answers;
import io.jmessage.gui.support.Explanation;
import io.jmessage.gui.support.Times;
import io.jmessage.gui.support.UiListener;
import io.jmessage.gui.support.ViewModel;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
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
  private final Desk desk;
  private final String name;
  private final LoginViewModel login;
  private final StatusBarViewModel status;
  private final ServerPanelViewModel servers;
  private final NotificationsViewModel notifications;

  private final ReadOnlyObjectWrapper<@Nullable SessionViewModel> session =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper opening = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
  private Runnable detach = () -> {};

  /**
   * @param name of the window
   */
  public MainViewModel(ChatClient client, Executor ui, Clock clock, Desk desk, String name) {
    this.desk = desk;
    this.client = client;
    this.ui = ui;
    this.clock = clock;
    this.name = name;
    this.login = new LoginViewModel(client, ui, this::begin);
    this.status = new StatusBarViewModel(client, ui, clock);
    this.servers = new ServerPanelViewModel(new Times(clock), desk.killMaster());
    this.notifications = new NotificationsViewModel(desk, ui);
    title.set(name);
  }

  @Override
  public void activate() {
    status.activate();
    detach = UiListener.attach(client, ui, this);
  }

  /** Goes on with the session that was open last, if one is; no password, and no server, needed. */
  public void resume() {
    opening.set(true);
    Answers.deliver(client.savedAccounts(), ui, this::resume, failure -> opening.set(false));
  }

  private void resume(List<String> accounts) {
    if (accounts.isEmpty()) {
      opening.set(false);
      return;
    }
    String last = accounts.get(0);
    Answers.deliver(
        client.resume(last),
        ui,
        done -> {
          begin(last);
          opening.set(false);
        },
        failure -> opening.set(false));
  }

  @Override
  public void deactivate() {
    detach.run();
    end();
    status.deactivate();
  }

  @Override
  public void onConnection(ConnectionState state) {
    servers.show(state);
  }

  @Override
  public void onMessage(ChatMessage message) {
    SessionViewModel current = session.get();
    if (current != null && !message.from().equals(current.self()) && !current.sees(message)) {
      notifications.arrived(message);
    }
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
        "What waits stays on this machine and goes out when you log in here again.",
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

  /** Takes the question off the screen, without doing it. */
  public void dismissQuestion() {
    question.set(null);
  }

  private void begin(String self) {
    SessionViewModel begun = new SessionViewModel(client, ui, clock, desk, self);
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
    SessionViewModel ended = session.get();
    if (ended != null) {
      ended.forgetDrafts();
    }
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
          SessionViewModel deleted = session.get();
          if (deleted != null) {
            deleted.forgetDrafts();
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

  public ServerPanelViewModel servers() {
    return servers;
  }

  public NotificationsViewModel notifications() {
    return notifications;
  }

  /** Who is logged in, with everything that is theirs; null: nobody. */
  public ReadOnlyObjectProperty<@Nullable SessionViewModel> sessionProperty() {
    return session.getReadOnlyProperty();
  }

  /** What has to be answered first; null: nothing. */
  public ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
    return question.getReadOnlyProperty();
  }

  /** It is not known yet whether there is a session to go on with. */
  public ReadOnlyBooleanProperty openingProperty() {
    return opening.getReadOnlyProperty();
  }

  /** What the window's frame says, with the number of unread messages. */
  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }
}
