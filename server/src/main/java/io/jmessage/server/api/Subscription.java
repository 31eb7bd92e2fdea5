package io.jmessage.server.api;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.jmessage.proto.client.CaughtUp;
import io.jmessage.proto.client.Event;
import io.jmessage.server.chat.MessageCursor;
import io.jmessage.server.chat.Resumption;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One push stream: first the past, read page by page as the reader takes it, then the present.
 *
 * <p>There is no gap between them, and nothing comes twice: the stream was registered, so that the
 * present collects in its queue, before the end of the past was fixed; messages up to that end come
 * from the past, later ones from the queue. Push thread only.
 */
final class Subscription {

  /** Where the past is read; answers come back on the push thread. */
  interface Past {
    void readNext(Subscription subscription, MessageCursor cursor);
  }

  private final Account account;
  private final ByteString sessionHash;
  private final ServerCallStreamObserver<Event> observer;
  private final Past past;
  private final Consumer<Subscription> onEnd;
  private final Deque<Event> pastEvents = new ArrayDeque<>();
  private final LiveQueue live = new LiveQueue();
  private @Nullable MessageCursor cursor;
  private boolean reading;
  private boolean caughtUp;
  private boolean closed;
  private long liveAfter;

  /**
   * @param onEnd runs once, when the stream ends for whatever reason
   */
  Subscription(
      Account account,
      ByteString sessionHash,
      ServerCallStreamObserver<Event> observer,
      Past past,
      Consumer<Subscription> onEnd) {
    this.account = account;
    this.sessionHash = sessionHash;
    this.observer = observer;
    this.past = past;
    this.onEnd = onEnd;
  }

  Account account() {
    return account;
  }

  boolean isOf(ByteString session) {
    return sessionHash.equals(session);
  }

  /** The past is known: its end, and the conversations as they are. */
  void begin(Resumption resumption) {
    cursor = resumption.messages();
    liveAfter = cursor.upTo();
    resumption.conversations().forEach(view -> pastEvents.add(Events.conversation(view)));
    pump();
  }

  /** The next page of the past; empty at its end. */
  void addPast(List<ChatMessage> page) {
    reading = false;
    if (page.isEmpty()) {
      CaughtUp end = CaughtUp.newBuilder().setLastMessageId(liveAfter).build();
      pastEvents.add(Event.newBuilder().setCaughtUp(end).build());
      caughtUp = true;
    }
    page.forEach(message -> pastEvents.add(Events.message(message)));
    pump();
  }

  /** A message, or something else that must not be lost. What the past holds too is passed over. */
  void add(Event event) {
    offer(live.add(event));
  }

  /** Of what has the same key only the newest matters. */
  void addState(Object key, Event event) {
    offer(live.addState(key, event));
  }

  void addDeletion(String username, Event event) {
    live.dropState(username);
    add(event);
  }

  private void offer(boolean added) {
    if (!added) {
      fail(ApiErrors.tooSlow());
    } else if (caughtUp) {
      pump();
    }
  }

  /** Writes as long as the reader takes it. */
  void pump() {
    while (!closed && observer.isReady()) {
      Event next = next();
      if (next == null) {
        return;
      }
      observer.onNext(next);
    }
  }

  private @Nullable Event next() {
    Event event = pastEvents.poll();
    if (event != null) {
      return event;
    }
    if (!caughtUp) {
      readOn();
      return null;
    }
    event = live.poll();
    while (event != null && event.hasMessage() && event.getMessage().getMessageId() <= liveAfter) {
      event = live.poll();
    }
    return event;
  }

  private void readOn() {
    if (cursor != null && !reading) {
      reading = true;
      past.readNext(this, cursor);
    }
  }

  /** Ends the stream with a row of the table. */
  void fail(Throwable reason) {
    if (!closed) {
      end();
      observer.onError(ApiErrors.of(reason));
    }
  }

  /** The reader went away, or this stream was ended. */
  void end() {
    if (!closed) {
      closed = true;
      onEnd.accept(this);
    }
  }
}
