package io.jmessage.system.link;

import io.jmessage.system.SystemFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one thread that all proxies of a cluster share. Times count from its start. Thread-safe. */
final class ProxyLoop implements AutoCloseable {
  /** Something that a channel is registered for. */
  interface Handler {
    void ready(SelectionKey key, long now);
  }

  /** Something that is asked whenever anything may have changed. */
  interface Ticker {
    /** When it wants to be asked again at the latest. */
    long tick(long now);
  }

  private static final long ANSWER_SECONDS = 10;
  private static final long SELECT_MILLIS_MAX = 1000;

  private final long start = System.nanoTime();
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> finished = new ArrayList<>();
  private final List<Ticker> tickers = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "links");
  private volatile boolean closing;

  ProxyLoop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  long now() {
    return System.nanoTime() - start;
  }

  /** Runs it on the loop's thread; on return it is done, and what it closed is closed. */
  void call(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            task.run();
            finished.add(done);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    selector.wakeup();
    try {
      done.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new SystemFailure("a fault could not be put on a link: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new SystemFailure("the proxies do not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }

  /** Loop thread only. */
  void add(Ticker ticker) {
    tickers.add(ticker);
  }

  /** Loop thread only. */
  SelectionKey register(SelectableChannel channel, int interest, Handler handler)
      throws IOException {
    return channel.register(selector, interest, handler);
  }

  private void run() {
    try {
      while (!closing) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long next = Long.MAX_VALUE;
        for (Ticker ticker : tickers) {
          next = Math.min(next, ticker.tick(now()));
        }
        // A channel that is closed goes with the next selection.
        select(next);
        finished.forEach(done -> done.complete(null));
        finished.clear();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isValid()) {
            ((Handler) key.attachment()).ready(key, now());
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the proxies cannot go on", e);
    } finally {
      Pipe.close(selector);
    }
  }

  private void select(long next) throws IOException {
    long millis = next == Long.MAX_VALUE ? SELECT_MILLIS_MAX : (next - now()) / 1_000_000 + 1;
    if (millis <= 0 || !tasks.isEmpty() || !finished.isEmpty()) {
      selector.selectNow();
    } else {
      selector.select(Math.min(millis, SELECT_MILLIS_MAX));
    }
  }

  boolean isClosed() {
    return closing;
  }

  /** On return the thread has ended. What was registered is to be closed before. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(ANSWER_SECONDS * 1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
