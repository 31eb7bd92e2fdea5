package io.jmessage.client.support;

import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.Person;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps what it hears. Thread-safe. */
public final class Recorder implements ChatListener {
  private final List<ChatMessage> messages = new CopyOnWriteArrayList<>();
  private final List<ConnectionState> connections = new CopyOnWriteArrayList<>();
  private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
  private final List<OutgoingMessage> outgoing = new CopyOnWriteArrayList<>();
  private final List<String> typings = new CopyOnWriteArrayList<>();
  private final List<Person> presence = new CopyOnWriteArrayList<>();
  private final List<String> endings = new CopyOnWriteArrayList<>();

  @Override
  public void onMessage(ChatMessage message) {
    messages.add(message);
  }

  @Override
  public void onConversation(Conversation conversation) {
    conversations.add(conversation);
  }

  @Override
  public void onOutgoing(OutgoingMessage message) {
    outgoing.add(message);
  }

  @Override
  public void onTyping(String username, boolean typing) {
    typings.add(username + (typing ? " writes" : " stops"));
  }

  @Override
  public void onPresence(Person person) {
    presence.add(person);
  }

  @Override
  public void onConnection(ConnectionState state) {
    connections.add(state);
  }

  @Override
  public void onSessionEnded(String reason) {
    endings.add(reason);
  }

  /** The states of one line, in order, by the names of their types. */
  public List<String> statesOf(String id) {
    return outgoing.stream()
        .filter(line -> line.id().equals(id))
        .map(line -> line.state().getClass().getSimpleName())
        .toList();
  }

  public List<OutgoingMessage> outgoing() {
    return outgoing;
  }

  public List<String> typings() {
    return typings;
  }

  public List<Person> presence() {
    return presence;
  }

  public List<String> texts() {
    return messages.stream().map(ChatMessage::text).toList();
  }

  public List<Long> sequences() {
    return messages.stream().map(ChatMessage::sequence).toList();
  }

  public List<ConnectionState> connections() {
    return connections;
  }

  public List<Conversation> conversations() {
    return conversations;
  }

  public List<String> endings() {
    return endings;
  }
}
