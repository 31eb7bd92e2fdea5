package io.jmessage.gui.account;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.gui.support.Times;
import io.jmessage.gui.support.UiListener;
import io.jmessage.gui.support.ViewModel;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/**
 * What its owner may do with the account. It lasts as long as the log-in, so that what waits for a
 * server goes on while nobody looks. UI thread only.
 */
public final class AccountViewModel implements ViewModel, ChatListener {
  private final ChatClient client;
  private final Executor ui;
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final SessionListViewModel sessions;
  private final PasswordViewModel password;
  private Runnable detach = () -> {};

  public AccountViewModel(ChatClient client, Executor ui, Times times) {
    this.client = client;
    this.ui = ui;
    this.sessions = new SessionListViewModel(client, ui, times, connected);
    this.password = new PasswordViewModel(client, ui, connected, sessions::refresh);
  }

  @Override
  public void activate() {
    detach = UiListener.attach(client, ui, this);
  }

  @Override
  public void deactivate() {
    detach.run();
    sessions.release();
    password.release();
  }

  @Override
  public void onConnection(ConnectionState state) {
    connected.set(state.status() == Status.CONNECTED);
  }

  public SessionListViewModel sessions() {
    return sessions;
  }

  public PasswordViewModel password() {
    return password;
  }
}
