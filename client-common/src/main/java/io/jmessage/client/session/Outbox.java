package io.jmessage.client.session;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.client.store.OutboxLine;
import io.jmessage.client.store.OutboxStorage;
import java.io.IOException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The waiting lines of one account. Keeps each, sends to each receiver in the order of the calls,
 * one at a time, so that a retry can never overtake, and says what becomes of it. Bounded.
 *
 * <p>{@link #queue}, {@link #lines}, {@link #retry}, {@link #edit} and {@link #discard} may be
 * called on any thread, and may block for the disk; the rest belongs to the loop thread.
 */
public final class Outbox {
  /** Lines that wait or have failed, over all receivers. */
  static final int LINES_MAX = 10_000;

  /** For a line that nobody waits for: it outlives every outage. */
  static final Duration FOREVER = Duration.ofDays(3_650);

  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);
  private static final String ON_ITS_WAY = "on its way to the servers";
  private static final String NO_SESSION = "log in again to send it";

  /** Makes the request for a line. */
  @FunctionalInterface
  public interface Sender {
    /**
     * Sends it, until it is stored or that is known to be in vain.
     *
     * @param time that it may take
     * @param why hears what it waits for, when it has to be tried again
     */
    CompletableFuture<SendReceipt> send(OutboxLine line, Duration time, Consumer<String> why);
  }

  /** What the outbox needs of the client around it. */
  public interface Surroundings {
    /** Runs on the loop thread, unless the client has ended. */
    void onLoop(Runnable task);

    Runnable schedule(Duration delay, Runnable task);

    /** A line is in another state now. */
    void changed(OutgoingMessage line);
  }

  private final OutboxStorage storage;
  private final Surroundings surroundings;
  private final Executor disk;
  private final Clock clock;

  private final Object intake = new Object();

  /** All lines that wait or have failed, oldest first. Guarded by itself, never for long. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  // Loop thread only.
  private final Map<String, Lane> lanes = new HashMap<>();
  private final List<CompletableFuture<Void>> idleWaiters = new ArrayList<>();
  private @Nullable Sender sender;
  private String trouble = "";
  private boolean closed;

  /**
   * @param disk runs what may block, one after the other
   */
  public Outbox(OutboxStorage storage, Surroundings surroundings, Executor disk, Clock clock) {
    this.storage = storage;
    this.surroundings = surroundings;
    this.disk = disk;
    this.clock = clock;
  }

  // ---- Any thread. ----

  /** See {@link io.jmessage.client.ChatOutbox#queue}. */
  public OutgoingMessage queue(OutboxLine line) {
    return accept(new Entry(line, Optional.empty(), Optional.empty())).message();
  }

  /**
   * The same for a caller that waits: the future completes when the line is stored, and fails if it
   * cannot be; then nothing is kept.
   *
   * @param patience how long the line may stand first in its queue; empty: for ever
   */
  public CompletableFuture<SendReceipt> send(OutboxLine line, Optional<Duration> patience) {
    CompletableFuture<SendReceipt> answer = new CompletableFuture<>();
    accept(new Entry(line, Optional.of(answer), patience));
    return answer;
  }

  private Entry accept(Entry entry) {
    // One lock over disk and queue: both have the same order. The loop thread never takes it.
    synchronized (intake) {
      if (lineCount() >= LINES_MAX) {
        throw new ChatClientException(
            Reason.TOO_BUSY, LINES_MAX + " messages wait to be sent; try again later");
      }
      surroundings.changed(entry.message());
      keep(entry);
      synchronized (entries) {
        entries.put(entry.line().id(), entry);
      }
      entry.waits(ON_ITS_WAY);
      surroundings.onLoop(() -> enqueue(entry));
    }
    return entry;
  }

  private int lineCount() {
    synchronized (entries) {
      return entries.size();
    }
  }

  private void keep(Entry entry) {
    try {
      storage.add(entry.line());
    } catch (IOException e) {
      String text = "this machine's disk does not take the message (" + e.getMessage() + ")";
      surroundings.changed(
          entry.message().with(new DeliveryState.Failed(clock.instant(), Reason.NOT_SAVED, text)));
      throw new ChatClientException(Reason.NOT_SAVED, text, e);
    }
  }

  /** See {@link io.jmessage.client.ChatOutbox#lines}. */
  public List<OutgoingMessage> lines() {
    synchronized (entries) {
      return entries.values().stream().map(Entry::message).toList();
    }
  }

  /** See {@link io.jmessage.client.ChatOutbox#retry}. */
  public boolean retry(String id) {
    Optional<Entry> failed = failed(id);
    failed.ifPresent(
        entry -> {
          entry.line = entry.line.waiting();
          entry.waits(ON_ITS_WAY);
          OutboxLine line = entry.line;
          disk.execute(() -> storage.update(line));
          surroundings.onLoop(() -> enqueue(entry));
        });
    return failed.isPresent();
  }

  /** See {@link io.jmessage.client.ChatOutbox#edit}; the other text under an id of its own. */
  public Optional<OutgoingMessage> edit(String id, OutboxLine another) {
    if (failed(id).isEmpty()) {
      return Optional.empty();
    }
    OutgoingMessage queued = queue(another);
    boolean unused = discard(id);
    return Optional.of(queued);
  }

  /** The line of an id, if it is here. */
  public Optional<OutboxLine> line(String id) {
    synchronized (entries) {
      return Optional.ofNullable(entries.get(id)).map(Entry::line);
    }
  }

  /** See {@link io.jmessage.client.ChatOutbox#discard}. */
  public boolean discard(String id) {
    Entry entry;
    synchronized (entries) {
      entry = entries.get(id);
      if (entry == null || entry.underWay) {
        return false;
      }
      entry.discarded = true;
      entries.remove(id);
    }
    OutboxLine line = entry.line();
    disk.execute(() -> storage.remove(line));
    surroundings.onLoop(() -> discarded(entry));
    return true;
  }

  private Optional<Entry> failed(String id) {
    synchronized (entries) {
      return Optional.ofNullable(entries.get(id)).filter(entry -> entry.line.failure().isPresent());
    }
  }

  // ---- Loop thread. ----

  /** Lines that a client before has left behind. */
  public void add(List<OutboxLine> left) {
    for (OutboxLine line : left) {
      Entry entry = new Entry(line, Optional.empty(), Optional.empty());
      synchronized (entries) {
        if (entries.putIfAbsent(line.id(), entry) != null) {
          continue;
        }
      }
      if (line.failure().isPresent()) {
        entry.failed(line.failure().get());
      } else {
        entry.waits(ON_ITS_WAY);
        enqueue(entry);
      }
    }
  }

  /** There is a session: sends what waits. */
  public void resume(Sender newSender) {
    sender = newSender;
    explain();
    List.copyOf(lanes.values()).forEach(Lane::sendWaiting);
  }

  /** There is no session: what waits goes on waiting, but for those whose callers wait, too. */
  public void pause() {
    sender = null;
    explain();
    ChatClientException failure =
        new ChatClientException(Reason.NOT_LOGGED_IN, "the session has ended; log in again");
    for (Lane lane : List.copyOf(lanes.values())) {
      for (Entry entry : List.copyOf(lane.queue)) {
        if (!entry.underWay) {
          lane.givenUp(entry, failure);
        }
      }
    }
    tellIfIdle();
  }

  /** What keeps all lines from being sent; empty: nothing. */
  public void trouble(String reason) {
    if (!reason.equals(trouble)) {
      trouble = reason;
      explain();
    }
  }

  private void explain() {
    String reason = sender == null ? NO_SESSION : trouble.isEmpty() ? ON_ITS_WAY : trouble;
    lanes.values().forEach(lane -> lane.queue.forEach(entry -> entry.waits(reason)));
  }

  /** Completes when nothing waits or is on its way. */
  public CompletableFuture<Void> idle() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    idleWaiters.add(idle);
    tellIfIdle();
    return idle;
  }

  /** What waits will never be sent: the account is gone. Nothing is kept. */
  public void accountDeleted() {
    fail(Reason.ACCOUNT_DELETED, "the account has been deleted");
    synchronized (entries) {
      entries.values().forEach(entry -> disk.execute(() -> storage.remove(entry.line)));
      entries.clear();
    }
  }

  /** Ends it; what waits stays on the disk. Those who wait for an answer get none. */
  public void close() {
    closed = true;
    List<Entry> left;
    synchronized (entries) {
      left = List.copyOf(entries.values());
      entries.clear();
    }
    lanes.clear();
    left.forEach(
        entry ->
            entry.answer.ifPresent(
                answer ->
                    answer.completeExceptionally(
                        new ChatClientException(Reason.CLOSED, "the client is closed"))));
    tellIfIdle();
  }

  private void fail(Reason reason, String advice) {
    List.copyOf(lanes.values())
        .forEach(
            lane -> List.copyOf(lane.queue).forEach(entry -> lane.fail(entry, reason, advice)));
  }

  private void enqueue(Entry entry) {
    if (!closed && !entry.discarded) {
      String receiver = Normalizer.normalize(entry.line.to(), Normalizer.Form.NFC);
      Lane lane = lanes.computeIfAbsent(receiver, Lane::new);
      entry.called = System.nanoTime();
      lane.queue.add(entry);
      explainOne(entry);
      lane.sendWaiting();
    }
  }

  private void explainOne(Entry entry) {
    if (sender == null || !trouble.isEmpty()) {
      entry.waits(sender == null ? NO_SESSION : trouble);
    }
  }

  private void discarded(Entry entry) {
    lanes.values().forEach(lane -> lane.queue.remove(entry));
    entry.answer.ifPresent(
        answer ->
            answer.completeExceptionally(
                new ChatClientException(Reason.CLOSED, "the message was discarded")));
    tellIfIdle();
  }

  private void tellIfIdle() {
    if (lanes.values().stream().allMatch(lane -> lane.queue.isEmpty())) {
      List<CompletableFuture<Void>> told = List.copyOf(idleWaiters);
      idleWaiters.clear();
      told.forEach(idle -> idle.complete(null));
    }
  }

  private static Reason reasonOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ChatClientException known ? known.reason() : Reason.PROTOCOL;
  }

  /** The queue to one receiver; its first entry stays in it until its fate is known. */
  private final class Lane {
    private final String to;
    private final List<Entry> queue = new ArrayList<>();
    private long lastSuccess = System.nanoTime();
    private boolean busy;
    private boolean looping;

    Lane(String to) {
      this.to = to;
    }

    // A loop and not a recursion: when the client closes, thousands may fail on the spot.
    void sendWaiting() {
      if (looping) {
        return;
      }
      looping = true;
      while (!busy && !queue.isEmpty() && sender != null && !closed) {
        begin(queue.get(0), sender);
      }
      looping = false;
      if (queue.isEmpty()) {
        lanes.remove(to, this);
      }
      tellIfIdle();
    }

    private void begin(Entry head, Sender by) {
      busy = true;
      synchronized (entries) {
        if (head.discarded) {
          busy = false;
          queue.remove(head);
          return;
        }
        head.underWay = true;
      }
      CompletableFuture<?> unused =
          by.send(head.line, timeFor(head), head::waits)
              .whenComplete((receipt, failure) -> end(head, receipt, failure));
    }

    /** From the call, or from the last success before it: a queue that moves is not late. */
    private Duration timeFor(Entry head) {
      if (head.patience.isEmpty()) {
        return FOREVER;
      }
      long since = head.called - lastSuccess > 0 ? head.called : lastSuccess;
      long left = head.patience.get().toNanos() - (System.nanoTime() - since);
      return Duration.ofNanos(Math.max(0, left));
    }

    private void end(Entry head, SendReceipt receipt, @Nullable Throwable failure) {
      busy = false;
      head.underWay = false;
      if (closed) {
        return;
      }
      if (failure == null) {
        lastSuccess = System.nanoTime();
        done(head, receipt);
      } else {
        notSent(head, failure);
      }
      sendWaiting();
    }

    private void done(Entry head, SendReceipt receipt) {
      take(head);
      head.become(new DeliveryState.Stored(clock.instant(), receipt));
      head.answer.ifPresent(answer -> answer.complete(receipt));
    }

    private void notSent(Entry head, Throwable failure) {
      String text = String.valueOf(CallTexts.of(failure));
      switch (reasonOf(failure)) {
        case CLOSED -> busy = true; // it waits for the next start
        case NOT_LOGGED_IN -> noSession(head, failure);
        case TIMED_OUT -> givenUp(head, failure);
        case TOO_BUSY -> tryLater(head, text);
        case UNKNOWN_RECEIVER ->
            fail(
                head,
                Reason.UNKNOWN_RECEIVER,
                "there is no user " + head.line.to() + " (any more)");
        case INVALID_MESSAGE, WRONG_CLUSTER, PROTOCOL -> fail(head, reasonOf(failure), text);
        default -> fail(head, reasonOf(failure), text);
      }
    }

    private void noSession(Entry head, Throwable failure) {
      givenUp(head, failure); // if its caller is not patient; else it waits
      pause();
    }

    /** Its caller hears of it, and nothing is kept. */
    private void givenUp(Entry head, Throwable failure) {
      if (head.answer.isEmpty() || head.patience.isEmpty()) {
        return; // a time that long does not pass
      }
      take(head);
      head.become(
          new DeliveryState.Failed(
              clock.instant(), reasonOf(failure), String.valueOf(CallTexts.of(failure))));
      head.answer.get().completeExceptionally(failure);
    }

    private void tryLater(Entry head, String why) {
      busy = true;
      head.waits(why);
      Runnable unused =
          surroundings.schedule(
              AFTER_REFUSAL,
              () -> {
                busy = false;
                sendWaiting();
              });
    }

    /** For good, as far as time goes: the line is kept for its user, unless a caller is told. */
    void fail(Entry entry, Reason reason, String advice) {
      if (entry.answer.isPresent()) {
        take(entry);
        entry.become(new DeliveryState.Failed(clock.instant(), reason, advice));
        entry.answer.get().completeExceptionally(new ChatClientException(reason, advice));
        return;
      }
      queue.remove(entry);
      OutboxLine.Failure failure = new OutboxLine.Failure(reason, advice, clock.instant());
      entry.failed(failure);
      // With other addresses, or a newer version, the next start may well send it.
      if (reason != Reason.WRONG_CLUSTER && reason != Reason.PROTOCOL) {
        OutboxLine line = entry.line;
        disk.execute(() -> storage.update(line));
      }
    }

    private void take(Entry entry) {
      queue.remove(entry);
      synchronized (entries) {
        entries.remove(entry.line.id());
      }
      OutboxLine line = entry.line;
      disk.execute(() -> storage.remove(line));
    }
  }

  /** One line and who waits for it. */
  private final class Entry {
    private final Optional<CompletableFuture<SendReceipt>> answer;
    private final Optional<Duration> patience;
    private volatile OutboxLine line;
    private volatile OutgoingMessage message;
    private volatile boolean underWay;
    private volatile boolean discarded;
    private long called = System.nanoTime();

    Entry(
        OutboxLine line,
        Optional<CompletableFuture<SendReceipt>> answer,
        Optional<Duration> patience) {
      this.line = line;
      this.answer = answer;
      this.patience = patience;
      this.message =
          new OutgoingMessage(
              line.id(),
              line.to(),
              line.text(),
              line.written(),
              new DeliveryState.Writing(line.written()));
    }

    OutboxLine line() {
      return line;
    }

    OutgoingMessage message() {
      return message;
    }

    /** Since it was written; the reason may change. */
    void waits(String reason) {
      Instant since =
          message.state() instanceof DeliveryState.Waiting waiting
              ? waiting.since()
              : line.written();
      become(new DeliveryState.Waiting(since, reason));
    }

    void failed(OutboxLine.Failure failure) {
      line = line.failed(failure);
      become(new DeliveryState.Failed(failure.at(), failure.reason(), failure.advice()));
    }

    void become(DeliveryState state) {
      if (!state.equals(message.state())) {
        message = message.with(state);
        surroundings.changed(message);
      }
    }
  }
}
