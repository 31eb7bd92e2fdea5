package io.jmessage.client.session;

import io.jmessage.client.cluster.ClusterClient;
import io.jmessage.client.cluster.EventLoop;
import io.jmessage.client.model.ChatMessage;
import java.util.concurrent.CompletableFuture;

/** One session from its log-in to its end: its stream of events and its marks. Loop thread only. */
public final class LoggedIn implements EventStream.Owner {
  private final Session session;
  private final EventStream events;
  private final ReceivedMarks marks;
  private final Runnable onEnded;
  private final CompletableFuture<Void> receiving = new CompletableFuture<>();
  private boolean leaving;
  private boolean ended;

  /**
   * @param onEnded run when the cluster has ended the session by itself
   */
  public LoggedIn(
      Session session,
      ClusterClient cluster,
      EventLoop loop,
      Listeners listeners,
      ChatRequests requests,
      Runnable onEnded) {
    this.session = session;
    this.onEnded = onEnded;
    this.events = new EventStream(session, cluster, loop, listeners, requests, this);
    this.marks =
        new ReceivedMarks(
            session.username(),
            loop,
            (with, sequence) -> requests.mark(session, with, sequence, 0));
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
    events.stop();
    marks.stop();
    receiving.complete(null);
  }

  @Override
  public void onReceiving() {
    receiving.complete(null);
  }

  @Override
  public void onDelivered(ChatMessage message) {
    marks.received(message);
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
