package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.client.model.ChatMessage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a command works with. Used on the thread of the commands, but for {@link #show}. */
public final class Shell {
  private final ChatClient client;
  private final Output output;
  private final Questions questions;
  private final Waiting waiting;
  private final boolean interactive;
  private final Sends sends;
  private final ReadMarks marks;
  private final KnownNames names = new KnownNames();
  private final MessageFormat format = new MessageFormat();
  private volatile Optional<String> partner = Optional.empty();
  private boolean exiting;

  Shell(
      ChatClient client, Output output, Questions questions, Waiting waiting, boolean interactive) {
    this.client = client;
    this.output = output;
    this.questions = questions;
    this.waiting = waiting;
    this.interactive = interactive;
    this.sends = new Sends(client, output);
    this.marks = new ReadMarks(client);
  }

  public ChatClient client() {
    return client;
  }

  public Output output() {
    return output;
  }

  public Questions questions() {
    return questions;
  }

  public Sends sends() {
    return sends;
  }

  public KnownNames names() {
    return names;
  }

  public boolean isInteractive() {
    return interactive;
  }

  public <T> T await(CompletableFuture<T> request) {
    return waiting.on(request);
  }

  /** Prints a message, and tells the cluster that it was read. Thread-safe. */
  public void show(ChatMessage message) {
    String me = client.username().orElse("");
    output.print(Output.Kind.MESSAGE, format.line(message, me));
    if (!message.from().equals(me)) {
      marks.shown(message.from(), message.sequence());
    }
  }

  /** Waits until what was shown counts as read everywhere. */
  public void awaitMarks() {
    waiting.on(marks.stored());
  }

  /** With whom plain lines talk. */
  public Optional<String> partner() {
    return partner;
  }

  public void talkTo(String name) {
    partner = Optional.of(name);
  }

  public void talkToNobody() {
    partner = Optional.empty();
  }

  public void exit() {
    exiting = true;
  }

  boolean isExiting() {
    return exiting;
  }
}
