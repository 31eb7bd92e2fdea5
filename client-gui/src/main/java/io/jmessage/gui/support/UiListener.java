package io.jmessage.gui.support;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.Person;
import java.util.concurrent.Executor;

/**
 * Carries what a client tells to the UI thread. Once detached, nothing arrives any more, not even
 * what was already under way. Thread-safe.
 */
public final class UiListener implements ChatListener {
  private final ChatListener target;
  private final Executor ui;
  private volatile boolean detached;

  private UiListener(ChatListener target, Executor ui) {
    this.target = target;
    this.ui = ui;
  }

  /**
   * Makes {@code target} hear the client on the UI thread.
   *
   * @return ends it
   */
  public static Runnable attach(ChatClient client, Executor ui, ChatListener target) {
    UiListener listener = new UiListener(target, ui);
    Runnable end = client.addListener(listener);
    return () -> {
      listener.detached = true;
      end.run();
    };
  }

  @Override
  public void onMessage(ChatMessage message) {
    hand(() -> target.onMessage(message));
  }

  @Override
  public void onConversation(Conversation conversation) {
    hand(() -> target.onConversation(conversation));
  }

  @Override
  public void onPresence(Person person) {
    hand(() -> target.onPresence(person));
  }

  @Override
  public void onOutgoing(OutgoingMessage message) {
    hand(() -> target.onOutgoing(message));
  }

  @Override
  public void onTyping(String username, boolean typing) {
    hand(() -> target.onTyping(username, typing));
  }

  @Override
  public void onAccountDeleted(String username) {
    hand(() -> target.onAccountDeleted(username));
  }

  @Override
  public void onConnection(ConnectionState state) {
    hand(() -> target.onConnection(state));
  }

  @Override
  public void onSessionEnded(String reason) {
    hand(() -> target.onSessionEnded(reason));
  }

  private void hand(Runnable event) {
    ui.execute(
        () -> {
          if (!detached) {
            event.run();
          }
        });
  }
}
