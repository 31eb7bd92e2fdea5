package io.jmessage.server.api;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.server.chat.MessageCursor;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.chat.Resumption;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.Typist;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what is committed to the streams that it concerns. Fed from memory, never from the
 * database.
 *
 * <p>All streams belong to one thread, the push thread; what is not private may be called on any
 * thread and does not block. Bounded: a stream that is read too slowly is cut off, and if the push
 * thread itself falls behind, all are. A stream that was cut off resumes from its position.
 */
final class MessageFeed {

  /** About 2 s of work at saturation (docs/performance.md). */
  private static final int PENDING_EVENTS_MAX = 100_000;

  private final ReplicatedChat chat;
  private final Presence presence;
  private final Executor push;
  private final Streams streams = new Streams();
  private final AtomicInteger pendingEvents = new AtomicInteger();

  /**
   * @param push one thread, and the same for all that is pushed
   */
  MessageFeed(ReplicatedChat chat, Presence presence, Executor push) {
    this.chat = chat;
    this.presence = presence;
    this.push = push;
    presence.onChange(this::presenceChanged);
  }

  /** Opens a stream; see Subscribe in spec.proto. To be called where the call begins. */
  void subscribe(SubscribeRequest request, ServerCallStreamObserver<Event> observer) {
    Opening opening = new Opening(request, observer);
    observer.setOnReadyHandler(() -> push.execute(opening::pump));
    observer.setOnCancelHandler(() -> push.execute(opening::cancel));
    onPush(chat.account(request.getSessionId()), opening::register, opening::refuse);
  }

  /** What a transaction did. Called by the engine's thread. */
  void publish(List<ChatEvent> events) {
    if (pendingEvents.addAndGet(events.size()) > PENDING_EVENTS_MAX) {
      pendingEvents.addAndGet(-events.size());
      endAll(ApiErrors.tooSlow());
      return;
    }
    push.execute(
        () -> {
          events.forEach(this::deliver);
          pendingEvents.addAndGet(-events.size());
        });
  }

  /** Tells one who is logged in that somebody writes to it, or has stopped. */
  void typing(Typist typist, boolean typing) {
    Event event = Events.typing(typist.from(), typing);
    TypingKey key = new TypingKey(typist.from());
    push.execute(() -> streams.of(typist.to()).forEach(stream -> stream.addState(key, event)));
  }

  private void presenceChanged(String username, boolean online) {
    push.execute(() -> toAll(username, Events.presence(username, online)));
  }

  /** Ends every stream. */
  void endAll(StatusRuntimeException reason) {
    push.execute(() -> streams.all().forEach(stream -> stream.fail(reason)));
  }

  // An instanceof per event: Java 17 has no pattern switch.
  private void deliver(ChatEvent event) {
    if (event instanceof ChatEvent.MessageStored stored) {
      deliverMessage(stored);
    } else if (event instanceof ChatEvent.MarksMoved moved) {
      Event marks = Events.conversation(moved.view());
      streams
          .of(moved.account())
          .forEach(stream -> stream.addState(moved.view().conversation(), marks));
    } else if (event instanceof ChatEvent.AccountCreated created) {
      toAll(created.name(), Events.presence(created.name(), false));
    } else if (event instanceof ChatEvent.AccountDeleted deleted) {
      deliverDeletion(deleted);
    } else if (event instanceof ChatEvent.SessionEnded ended) {
      endSession(ended);
    }
  }

  private void deliverMessage(ChatEvent.MessageStored stored) {
    presence.active(new Account(stored.sender(), stored.message().from(), false));
    Set<Subscription> parties = new LinkedHashSet<>(streams.of(stored.sender()));
    parties.addAll(streams.of(stored.receiver()));
    if (!parties.isEmpty()) {
      Event event = Events.message(stored.message());
      parties.forEach(stream -> stream.add(event));
    }
  }

  private void deliverDeletion(ChatEvent.AccountDeleted deleted) {
    streams.of(deleted.account()).forEach(stream -> stream.fail(ApiErrors.notLoggedIn()));
    presence.loggedOut(deleted.account());
    Event gone = Events.accountDeleted(deleted.name());
    streams.all().forEach(stream -> stream.addDeletion(deleted.name(), gone));
  }

  private void endSession(ChatEvent.SessionEnded ended) {
    for (Subscription stream : streams.of(ended.account())) {
      if (stream.isOf(ended.sessionHash())) {
        stream.fail(ApiErrors.notLoggedIn());
      }
    }
    presence.loggedOut(ended.account());
  }

  private void ended(Subscription stream) {
    streams.remove(stream);
    presence.streamClosed(stream.account());
  }

  private void toAll(String key, Event event) {
    streams.all().forEach(stream -> stream.addState(key, event));
  }

  private void readNext(Subscription stream, MessageCursor cursor) {
    onPush(chat.nextPage(cursor), stream::addPast, stream::fail);
  }

  /** Goes on, on the push thread, with what a query found. */
  private <T> void onPush(
      CompletableFuture<T> query, Consumer<T> success, Consumer<Throwable> failure) {
    var unused =
        query.whenComplete(
            (found, e) ->
                push.execute(
                    () -> {
                      if (e != null) {
                        failure.accept(e);
                      } else {
                        success.accept(found);
                      }
                    }));
  }

  /**
   * Of one who writes only the newest state matters; apart from its presence, which has its name.
   */
  private record TypingKey(String username) {}

  /** A stream from the call to its registration. Push thread only. */
  private final class Opening {
    private final SubscribeRequest request;
    private final ServerCallStreamObserver<Event> observer;
    private @Nullable Subscription stream;
    private boolean cancelled;

    Opening(SubscribeRequest request, ServerCallStreamObserver<Event> observer) {
      this.request = request;
      this.observer = observer;
    }

    void pump() {
      if (stream != null) {
        stream.pump();
      }
    }

    void cancel() {
      cancelled = true;
      if (stream != null) {
        stream.end();
      }
    }

    void refuse(Throwable failure) {
      if (!cancelled) {
        observer.onError(ApiErrors.of(failure));
      }
    }

    void register(Optional<Account> account) {
      if (account.isEmpty()) {
        refuse(ApiErrors.notLoggedIn());
      } else if (!cancelled) {
        Subscription opened = open(account.get());
        stream = opened;
        // Asked again, now that the stream hears of it: the session may have ended in between.
        onPush(
            chat.resume(request.getSessionId(), request.getAfterMessageId()),
            past -> begin(opened, past),
            opened::fail);
      }
    }

    private Subscription open(Account account) {
      ByteString session = ReplicatedChat.sessionHash(request.getSessionId());
      Subscription opened =
          new Subscription(
              account, session, observer, MessageFeed.this::readNext, MessageFeed.this::ended);
      streams.add(opened);
      presence.streamOpened(account);
      return opened;
    }

    private void begin(Subscription opened, Optional<Resumption> past) {
      past.ifPresentOrElse(opened::begin, () -> opened.fail(ApiErrors.notLoggedIn()));
    }
  }
}
