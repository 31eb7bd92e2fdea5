package io.jmessage.server.replication.failstop.transport;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.Event.ProbeResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Bare TCP connections, to tell a process that is gone from one that is silent. Thread-safe. */
final class Prober implements AutoCloseable {

  private static final int CONNECT_MILLIS = 500;
  private static final int THREADS = 4;
  private static final int WAITING_MAX = 64;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          task -> daemon(task));

  Prober() {
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "probe");
    thread.setDaemon(true);
    return thread;
  }

  void probe(Address peer, Consumer<Event> inbox) {
    try {
      threads.execute(() -> inbox.accept(new Event.Probed(peer, connect(peer))));
    } catch (RejectedExecutionException e) {
      inbox.accept(new Event.Probed(peer, ProbeResult.SILENT));
    }
  }

  private static ProbeResult connect(Address peer) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(peer.resolvableHost(), peer.port()), CONNECT_MILLIS);
      return ProbeResult.OPEN;
    } catch (ConnectException e) {
      String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      return message.contains("refused") ? ProbeResult.REFUSED : ProbeResult.SILENT;
    } catch (IOException e) {
      return ProbeResult.SILENT;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
