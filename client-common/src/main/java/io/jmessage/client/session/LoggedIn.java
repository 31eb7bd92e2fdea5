package io.jmessage.client.session;

import io.jmessage.client.cluster.ClusterClient;
import io.jmessage.client.cluster.EventLoop;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.client.store.MessageCopy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One session from its log-in to its end: its stream of events, its marks, and what is kept of
 * both. Loop thread only.
 */
public final class LoggedIn implements EventStream.Owner {
  /** After a fail-over the others need a moment to come back themselves. */
  private static final Duration PRESENCE_GRACE = Duration.ofSeconds(3);

  private static final int SPREAD_MILLIS = 2_000;

  private final Session session;
  private final EventLoop loop;
  private final Listeners listeners;
  private final ChatRequests requests;
  private final MessageCopy copy;
  private final DeliveryWatch deliveries;
  private final EventStream events;
  private final ReceivedMarks marks;
  private final ReadMarks readMarks;
  private final Typing typing;
  private final PresenceBook presence;
  private final Runnable onEnded;
  private final SecureRandom random = new SecureRandom();
  private final CompletableFuture<Void> receiving = new CompletableFuture<>();
  private boolean caughtUpBefore;
  private boolean leaving;
  private boolean ended;
  private boolean stopped;

  /**
   * @param onEnded run when the cluster has ended the session by itself
   */
  public LoggedIn(
      Session session,
      MessageCopy copy,
      DeliveryWatch deliveries,
      ClusterClient cluster,
      EventLoop loop,
      Listeners listeners,
      ChatRequests requests,
      Runnable onEnded) {
    this.session = session;
    this.copy = copy;
    this.deliveries = deliveries;
    this.loop = loop;
    this.listeners = listeners;
    this.requests = requests;
    this.onEnded = onEnded;
    this.events = new EventStream(session, cluster, loop, listeners, requests, copy, this);
    this.marks =
        new ReceivedMarks(
            session.username(),
            loop,
            (with, sequence) -> requests.mark(session, with, sequence, 0));
    this.readMarks =
        new ReadMarks(copy, (with, sequence) -> requests.mark(session, with, sequence, sequence));
    this.typing =
        new Typing(
            loop::schedule,
            (who, writes) -> listeners.tell(listener -> listener.onTyping(who, writes)),
            (to, writes) -> requests.typing(session, to, writes));
    this.presence =
        new PresenceBook(person -> listeners.tell(listener -> listener.onPresence(person)));
  }

  public Session session() {
    return session;
  }

  public void start() {
    events.start();
  }

  /** Completes when no message is missed any more, or when the session is over. */
  public CompletableFuture<Void> receiving() {
    return receiving;
  }

  /** The user is about to end the session: its end is no news. */
  public void leaving() {
    leaving = true;
  }

  /** The user stays after all. */
  public void staying() {
    leaving = false;
    if (ended) {
      onEnded.run();
    }
  }

  public void stop() {
    stopped = true;
    events.stop();
    marks.stop();
    typing.stop();
    receiving.complete(null);
  }

  // ---- What the user does. ----

  /** The number is right here at once, and on the other devices when the cluster has it. */
  public CompletableFuture<Void> read(String with, long sequence) {
    copy.conversation(with)
        .map(before -> ConversationBook.read(before, sequence))
        .filter(after -> !copy.conversation(with).equals(Optional.of(after)))
        .ifPresent(this::numbers);
    return readMarks.read(with, sequence);
  }

  public void typing(String to, boolean writes) {
    typing.write(to, writes, System.nanoTime());
  }

  public void sent(String to) {
    typing.sent(to);
  }

  /** Everybody, as just asked for. */
  public void everybody(List<Person> people) {
    presence.everybody(people);
  }

  private void numbers(Conversation conversation) {
    copy.update(conversation, 0);
    listeners.tell(listener -> listener.onConversation(conversation));
  }

  // ---- What the stream brings. ----

  @Override
  public void onReceiving() {
    receiving.complete(null);
  }

  @Override
  public void onDelivered(ChatMessage message) {
    marks.received(message);
    typing.heard(message.from(), false);
    String peer = message.peerOf(session.username());
    Conversation before = copy.conversation(peer).orElseGet(() -> ConversationBook.begun(peer));
    Conversation after = ConversationBook.after(before, message, session.username());
    if (!after.equals(before)) {
      numbers(after);
    }
  }

  @Override
  public Conversation onConversation(Conversation conversation, long peerAccount) {
    String with = conversation.with();
    long known = copy.accountOf(with);
    boolean older = conversation.peerDeleted() && known != 0 && known != peerAccount;
    if (older) {
      return conversation; // of one who had the name before
    }
    if (copy.contradicts(conversation)) {
      copy.forget(with);
    }
    Conversation shown = ConversationBook.read(conversation, readMarks.wanted(with));
    copy.update(shown, peerAccount);
    deliveries.conversation(shown);
    return shown;
  }

  @Override
  public void onOtherAccount(String peer) {
    copy.forget(peer);
  }

  @Override
  public void onCaughtUp() {
    readMarks.sendAll();
    if (caughtUpBefore) {
      Duration wait = PRESENCE_GRACE.plusMillis(random.nextInt(SPREAD_MILLIS));
      Runnable unused = loop.schedule(wait, this::askForPresence);
    }
    caughtUpBefore = true;
  }

  private void askForPresence() {
    if (!stopped) {
      CompletableFuture<Void> unused = requests.people().thenAccept(this::everybody);
    }
  }

  @Override
  public void onPresence(Person person) {
    presence.heard(person);
    if (!person.online()) {
      typing.heard(person.username(), false);
    }
  }

  @Override
  public void onAccountDeleted(String username) {
    presence.deleted(username);
    typing.heard(username, false);
  }

  @Override
  public void onTyping(String username, boolean writes) {
    typing.heard(username, writes);
  }

  @Override
  public void onSessionEnded() {
    ended = true;
    stop();
    if (!leaving) {
      onEnded.run();
    }
  }
}
