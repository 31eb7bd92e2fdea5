package io.jmessage.client.session;

import io.jmessage.client.ChatListener;
import io.jmessage.client.cluster.Backoff;
import io.jmessage.client.cluster.CallFailure;
import io.jmessage.client.cluster.ClusterClient;
import io.jmessage.client.cluster.EventLoop;
import io.jmessage.client.cluster.Master;
import io.jmessage.client.cluster.MasterConnection;
import io.jmessage.client.cluster.ServerStream;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.client.store.MessageCopy;
import io.jmessage.client.store.Origin;
import io.jmessage.proto.client.CaughtUp;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.SubscribeRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to one session's account, from its log-in to its end: subscribes at every new master
 * from the last message on, drops what it has, fetches what is missing, and tells the listeners
 * each message once and in order. Loop thread only.
 */
public final class EventStream implements MasterConnection.Listener {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  /**
   * Events on the way at a time; a face that does not take them slows the server's queue, not us.
   */
  private static final int WINDOW = 64;

  private static final long SPREAD_MILLIS = 150;

  /** What the owner of the stream wants to know. */
  public interface Owner {
    /** From here on no message is missed. Called once. */
    void onReceiving();

    /** A message was told to the listeners. */
    void onDelivered(ChatMessage message);

    /** A conversation's numbers, as the cluster tells them; returns what to tell of them. */
    Conversation onConversation(Conversation conversation, long peerAccount);

    /** All that is kept of this name belongs to another account, or to another history. */
    void onOtherAccount(String peer);

    /** Nothing is missed any more; after a connection was lost: again. */
    void onCaughtUp();

    void onPresence(Person person);

    void onAccountDeleted(String username);

    void onTyping(String username, boolean typing);

    /** The cluster does not know the session any more. Called at most once. */
    void onSessionEnded();
  }

  private final Session session;
  private final ClusterClient cluster;
  private final EventLoop loop;
  private final Listeners listeners;
  private final Owner owner;
  private final MessageCopy copy;
  private final Inbox inbox;
  private final HoleFiller holes;
  private final Backoff backoff = new Backoff();
  private final SecureRandom random = new SecureRandom();

  private @Nullable Subscription subscription;
  private Runnable cancelReopen = () -> {};
  private long position;
  private boolean receiving;
  private boolean stopped;

  public EventStream(
      Session session,
      ClusterClient cluster,
      EventLoop loop,
      Listeners listeners,
      HistoryPages pages,
      MessageCopy copy,
      Owner owner) {
    this.session = session;
    this.cluster = cluster;
    this.loop = loop;
    this.listeners = listeners;
    this.owner = owner;
    this.copy = copy;
    this.position = copy.position();
    this.inbox =
        new Inbox(session.username(), copy.delivered(), position > 0, owner::onOtherAccount);
    this.holes =
        new HoleFiller(
            session, inbox, pages, message -> deliver(message, Origin.HOLE), this::skipped);
  }

  public void start() {
    cluster.connection().addListener(this);
    open();
  }

  /** Ends it for good; no listener hears of this session again. */
  public void stop() {
    stopped = true;
    cluster.connection().removeListener(this);
    drop();
  }

  @Override
  public void onMasterFound(Master master) {
    backoff.reset();
    if (receiving) {
      // A thousand clients that have lost their master do not subscribe together.
      drop();
      cancelReopen =
          loop.schedule(Duration.ofMillis(random.nextLong(SPREAD_MILLIS + 1)), this::open);
    } else {
      open();
    }
  }

  @Override
  public void onMasterLost(Master master) {
    drop();
  }

  @Override
  public void onWrongCluster(String text) {}

  private void open() {
    drop();
    Master master = cluster.connection().master().orElse(null);
    if (master == null || stopped) {
      return;
    }
    Subscription opened = new Subscription(master);
    subscription = opened;
    opened.start();
  }

  private void drop() {
    cancelReopen.run();
    if (subscription != null) {
      subscription.cancel();
      subscription = null;
    }
  }

  private void deliver(ChatMessage message, Origin origin) {
    if (!stopped) {
      copy.add(message.peerOf(session.username()), message, origin);
      listeners.tell(listener -> listener.onMessage(message));
      owner.onDelivered(message);
    }
  }

  private void skipped(String peer) {
    copy.deliveredUpTo(peer, inbox.delivered(peer), inbox.deliveredId(peer));
  }

  /** The cluster has fewer messages than were seen: what is here is of another history. */
  private void beginAnew() {
    log.warn("The cluster has fewer messages than this client has seen; beginning anew");
    copy.forgetAll();
    inbox.clear();
    position = 0;
  }

  /**
   * One stream to one master. Its events are handled one after the other, holes filled in between.
   */
  private final class Subscription implements ServerStream.Listener<Event> {
    private final Master master;
    private final ServerStream<SubscribeRequest, Event> stream;
    private final Queue<Event> waiting = new ArrayDeque<>(WINDOW);
    private boolean filling;
    private boolean cancelled;

    Subscription(Master master) {
      this.master = master;
      this.stream = cluster.stream(this);
    }

    void start() {
      SubscribeRequest request =
          SubscribeRequest.newBuilder()
              .setSessionId(session.id())
              .setAfterMessageId(position)
              .build();
      stream.start(master, ClientAccountGrpc.getSubscribeMethod(), request, WINDOW);
    }

    void cancel() {
      cancelled = true;
      waiting.clear();
      stream.cancel();
    }

    @Override
    public void onMessage(Event event) {
      waiting.add(event);
      handleWaiting();
    }

    private void handleWaiting() {
      while (!filling && !cancelled && !waiting.isEmpty()) {
        handle(waiting.remove());
      }
    }

    private void handle(Event event) {
      switch (event.getEventCase()) {
        case MESSAGE -> onMessage(ModelMapper.message(event.getMessage()));
        case CONVERSATION ->
            onConversation(
                ModelMapper.conversation(event.getConversation()),
                event.getConversation().getPeerAccountId());
        case CAUGHT_UP -> onCaughtUp(event.getCaughtUp());
        case PRESENCE -> onPresence(ModelMapper.person(event.getPresence()));
        case ACCOUNT_DELETED -> onAccountDeleted(event.getAccountDeleted());
        case TYPING -> {
          owner.onTyping(event.getTyping().getUsername(), event.getTyping().getTyping());
          done();
        }
        case EVENT_NOT_SET -> done(); // of a kind that this version does not know
      }
    }

    private void tell(Consumer<ChatListener> event) {
      listeners.tell(event);
      done();
    }

    /** The event is dealt with once the listeners have had it: only then may another one come. */
    private void done() {
      listeners.run(() -> loop.execute(stream::requestOne));
    }

    private void onPresence(Person person) {
      owner.onPresence(person);
      tell(listener -> listener.onPresence(person));
    }

    private void onAccountDeleted(String username) {
      owner.onAccountDeleted(username);
      tell(listener -> listener.onAccountDeleted(username));
    }

    private void onConversation(Conversation conversation, long peerAccount) {
      String with = conversation.with();
      if (!conversation.peerDeleted() && isOther(with, peerAccount)) {
        inbox.forget(with);
        owner.onOtherAccount(with);
      }
      boolean history = !inbox.isBegun();
      inbox.conversation(conversation);
      Conversation shown = owner.onConversation(conversation, peerAccount);
      if (history && !conversation.peerDeleted()) {
        copy.deliveredUpTo(with, inbox.delivered(with), inbox.deliveredId(with));
      }
      tell(listener -> listener.onConversation(shown));
    }

    private boolean isOther(String with, long peerAccount) {
      long known = copy.accountOf(with);
      return known != 0 && peerAccount != 0 && known != peerAccount;
    }

    private void onMessage(ChatMessage message) {
      inbox.begin();
      switch (inbox.accept(message)) {
        case DELIVER -> {
          deliver(message, Origin.STREAM);
          passed(message);
        }
        case DUPLICATE -> passed(message);
        case HOLE ->
            fill(
                message.peerOf(session.username()),
                message.sequence() - 1,
                () -> onMessage(message));
      }
    }

    private void passed(ChatMessage message) {
      position = Math.max(position, message.id());
      done();
    }

    /**
     * Also a message that the stream should have brought and did not is not lost: see the numbers.
     */
    private void onCaughtUp(CaughtUp caughtUp) {
      if (caughtUp.getLastMessageId() < position) {
        beginAnew();
        reopenLater();
        return;
      }
      inbox.begin();
      Iterator<Map.Entry<String, Long>> behind = inbox.behind().entrySet().iterator();
      if (behind.hasNext()) {
        Map.Entry<String, Long> one = behind.next();
        fill(one.getKey(), one.getValue(), () -> onCaughtUp(caughtUp));
        return;
      }
      position = Math.max(position, caughtUp.getLastMessageId());
      copy.caughtUp(position);
      backoff.reset();
      if (!receiving) {
        receiving = true;
        owner.onReceiving();
      }
      owner.onCaughtUp();
      done();
    }

    private void fill(String peer, long upTo, Runnable afterwards) {
      filling = true;
      CompletableFuture<Void> unused =
          holes
              .fill(peer, upTo)
              .whenComplete(
                  (nothing, failure) -> {
                    filling = false;
                    if (cancelled) {
                      return;
                    }
                    if (failure == null) {
                      afterwards.run();
                      handleWaiting();
                    } else {
                      reopenLater();
                    }
                  });
    }

    @Override
    public void onEnd(CallFailure failure) {
      if (cancelled) {
        return;
      }
      if (failure.kind() == CallFailure.Kind.NOT_LOGGED_IN) {
        stop();
        owner.onSessionEnded();
      } else {
        reopenLater();
        cluster.connection().judge(master, failure);
      }
    }

    private void reopenLater() {
      drop();
      cancelReopen = loop.schedule(backoff.next(Backoff.LONGEST, random), EventStream.this::open);
    }
  }
}
