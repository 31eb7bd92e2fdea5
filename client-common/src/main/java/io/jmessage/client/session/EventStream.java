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
import io.jmessage.proto.client.CaughtUp;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.SubscribeRequest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one session's account, from its log-in to its end: subscribes at every new master
 * from the last message on, drops what it has, fetches what is missing, and tells the listeners
 * each message once and in order. Loop thread only.
 */
public final class EventStream implements MasterConnection.Listener {
  /**
   * Events on the way at a time; a face that does not take them slows the server's queue, not us.
   */
  private static final int WINDOW = 64;

  /** What the owner of the stream wants to know. */
  public interface Owner {
    /** From here on no message is missed. Called once. */
    void onReceiving();

    /** A message was told to the listeners. */
    void onDelivered(ChatMessage message);

    /** The cluster does not know the session any more. Called at most once. */
    void onSessionEnded();
  }

  private final Session session;
  private final ClusterClient cluster;
  private final EventLoop loop;
  private final Listeners listeners;
  private final Owner owner;
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
      Owner owner) {
    this.session = session;
    this.cluster = cluster;
    this.loop = loop;
    this.listeners = listeners;
    this.owner = owner;
    this.inbox = new Inbox(session.username());
    this.holes = new HoleFiller(session, inbox, pages, this::deliver);
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
    open();
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

  private void deliver(ChatMessage message) {
    if (!stopped) {
      listeners.tell(listener -> listener.onMessage(message));
      owner.onDelivered(message);
    }
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
        case CONVERSATION -> onConversation(ModelMapper.conversation(event.getConversation()));
        case CAUGHT_UP -> onCaughtUp(event.getCaughtUp());
        case PRESENCE -> tell(l -> l.onPresence(ModelMapper.person(event.getPresence())));
        case ACCOUNT_DELETED -> tell(l -> l.onAccountDeleted(event.getAccountDeleted()));
        case TYPING, EVENT_NOT_SET -> done(); // of a kind that this version does not know
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

    private void onConversation(Conversation conversation) {
      inbox.conversation(conversation);
      tell(listener -> listener.onConversation(conversation));
    }

    private void onMessage(ChatMessage message) {
      inbox.begin();
      switch (inbox.accept(message)) {
        case DELIVER -> {
          deliver(message);
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
      inbox.begin();
      Iterator<Map.Entry<String, Long>> behind = inbox.behind().entrySet().iterator();
      if (behind.hasNext()) {
        Map.Entry<String, Long> one = behind.next();
        fill(one.getKey(), one.getValue(), () -> onCaughtUp(caughtUp));
        return;
      }
      position = Math.max(position, caughtUp.getLastMessageId());
      backoff.reset();
      if (!receiving) {
        receiving = true;
        owner.onReceiving();
      }
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
