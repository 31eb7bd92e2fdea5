package io.jmessage.terminal.screen;

import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.Person;

/** Hands what the client tells to the thread of the screen. On the client's thread. */
final class ClientEvents implements ChatListener {
  private final ClientActions.Screen screen;
  private final Runnable newMaster;
  private long epoch;

  ClientEvents(ClientActions.Screen screen, Runnable newMaster) {
    this.screen = screen;
    this.newMaster = newMaster;
  }

  @Override
  public void onMessage(ChatMessage message) {
    screen.change(model -> model.message(message));
  }

  @Override
  public void onConversation(Conversation conversation) {
    screen.change(model -> model.conversation(conversation));
  }

  @Override
  public void onPresence(Person person) {
    screen.change(model -> model.person(person));
  }

  @Override
  public void onOutgoing(OutgoingMessage message) {
    screen.change(model -> model.outgoing(message));
  }

  @Override
  public void onTyping(String username, boolean typing) {
    screen.change(model -> model.typing(username, typing));
  }

  @Override
  public void onAccountDeleted(String username) {
    screen.change(model -> model.gone(username));
  }

  @Override
  public void onConnection(ConnectionState state) {
    screen.change(model -> model.connection(state));
    if (state.status() == Status.CONNECTED && state.epoch() != epoch) {
      epoch = state.epoch();
      newMaster.run();
    }
  }

  @Override
  public void onSessionEnded(String reason) {
    screen.change(model -> model.loggedOut(reason));
  }
}
