package io.jmessage.system.history;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatListener;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A user at a client of its own, who writes down every acknowledgement, every failure and every
 * message shown. Thread-safe.
 */
public final class User implements AutoCloseable {
  /** It protects nothing. */
  private static final String PASSWORD = "correct horse battery staple";

  private final String name;
  private final ChatClient client;
  private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<ChatMessage> shown = new ConcurrentLinkedQueue<>();
  private final List<Consumer<ChatMessage>> onShown = new CopyOnWriteArrayList<>();

  private User(String name, ChatClient client) {
    this.name = name;
    this.client = client;
    Runnable unused =
        client.addListener(
            new ChatListener() {
              @Override
              public void onMessage(ChatMessage message) {
                shown.add(message);
                onShown.forEach(listener -> listener.accept(message));
              }

              @Override
              public void onSessionEnded(String reason) {
                failures.add("the session ended: " + reason);
              }
            });
  }

  /**
   * Creates the account and logs in.
   *
   * @throws ChatClientException if the name is taken, or nobody answers
   */
  public static User signUp(String name, List<String> addresses) {
    return open(name, addresses, true);
  }

  /** Logs in to an account that {@link #signUp} made before, at a client of its own. */
  public static User logIn(String name, List<String> addresses) {
    return open(name, addresses, false);
  }

  private static User open(String name, List<String> addresses, boolean create) {
    ChatClient client = Clients.open(addresses);
    try {
      if (create) {
        Clients.answer(client.createAccount(name, PASSWORD));
      }
      User user = new User(name, client);
      Clients.answer(client.logIn(name, PASSWORD));
      return user;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** Sends a line and notes what becomes of it. The future completes when that is noted. */
  public CompletableFuture<SendReceipt> say(String to, String text) {
    int number;
    CompletableFuture<SendReceipt> receipt;
    synchronized (sent) {
      number = sent.computeIfAbsent(to, any -> new AtomicInteger()).incrementAndGet();
      receipt = client.send(to, text);
    }
    return receipt.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            acknowledged.add(new Acknowledged(number, name, to, text, done, System.nanoTime()));
          } else {
            failures.add("line " + number + " to " + to + ": " + failure.getMessage());
          }
        });
  }

  /** Calls the listener with every message shown from now on, on a thread of the client. */
  public void onShown(Consumer<ChatMessage> listener) {
    onShown.add(listener);
  }

  public String name() {
    return name;
  }

  public ChatClient client() {
    return client;
  }

  /** In the order in which the acknowledgements came. */
  public List<Acknowledged> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** What the user was told of lines that failed, and of the end of the session. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** In the order in which they were shown. */
  public List<ChatMessage> shown() {
    return List.copyOf(shown);
  }

  /** All of this so far. */
  public Notes notes() {
    return new Notes(name, acknowledged(), shown());
  }

  /** The whole conversation with another one, as the master has it, read page by page. */
  public List<ChatMessage> history(String with) {
    return HistoryReader.read(client, with);
  }

  @Override
  public void close() {
    client.close();
  }
}
