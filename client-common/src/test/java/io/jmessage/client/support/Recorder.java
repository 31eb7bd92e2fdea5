package io.jmessage.client.support;

import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps what it hears. Thread-safe. */
public final class Recorder implements ChatListener {
  private final List<ChatMessage> messages = new CopyOnWriteArrayList<>();
  private final List<ConnectionState> connections = new CopyOnWriteArrayList<>();
  private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
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
  public void onConnection(ConnectionState state) {
    connections.add(state);
  }

  @Override
  public void onSessionEnded(String reason) {
    endings.add(reason);
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
