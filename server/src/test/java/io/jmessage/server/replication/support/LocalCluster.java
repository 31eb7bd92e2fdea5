package io.jmessage.server.replication.support;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.failstop.FailstopConfig;
import io.jmessage.server.replication.failstop.FailstopEngine;
import io.jmessage.server.replication.failstop.core.Timings;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Several fail-stop engines in one process, each with its own directory and ports on loopback. */
public final class LocalCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One running server. */
  public static final class Node {
    private final DataDirectory directory;
    private final FailstopEngine engine;
    private final ListStateMachine state;

    Node(DataDirectory directory, FailstopEngine engine, ListStateMachine state) {
      this.directory = directory;
      this.engine = engine;
      this.state = state;
    }

    void close() throws IOException {
      engine.close();
      directory.close();
    }

    public FailstopEngine engine() {
      return engine;
    }

    public ListStateMachine state() {
      return state;
    }

    public ClusterView view() {
      return engine.view();
    }
  }

  private static final long LOG_KEEP_BYTES = 256L << 20;

  private final Path directory;
  private final long logKeepBytes;
  private final List<Address> internal = new ArrayList<>();
  private final TreeMap<Integer, Node> running = new TreeMap<>();
  private final List<String> halts = new CopyOnWriteArrayList<>();

  public LocalCluster(Path directory, int size) throws IOException {
    this(directory, size, LOG_KEEP_BYTES);
  }

  public LocalCluster(Path directory, int size, long logKeepBytes) throws IOException {
    this.directory = directory;
    this.logKeepBytes = logKeepBytes;
    List<ServerSocket> reserved = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      reserved.add(socket);
      internal.add(new Address("127.0.0.1", socket.getLocalPort()));
    }
    internal.sort(null);
    for (ServerSocket socket : reserved) {
      socket.close();
    }
  }

  /**
   * Starts a server with the command line it always has: the first as master, others as its slaves.
   */
  public Node start(int number) throws IOException {
    return start(number, new ListStateMachine());
  }

  /** As above, with a state that the test holds. */
  public Node start(int number, ListStateMachine state) throws IOException {
    Address self = internal.get(number);
    FailstopConfig config =
        new FailstopConfig(
            "s" + number,
            new Address("127.0.0.1", 10_000 + number),
            self,
            self,
            number == 0,
            number == 0 ? List.of() : List.of(internal.get(0)),
            1,
            true,
            logKeepBytes,
            Timings.DEFAULTS);
    DataDirectory data = DataDirectory.open(directory.resolve("s" + number));
    FailstopEngine engine = new FailstopEngine(config, data, config::clientAddress, halts::add);
    Node node = new Node(data, engine, state);
    node.engine().start(node.state());
    running.put(number, node);
    return node;
  }

  public Node node(int number) {
    return java.util.Objects.requireNonNull(running.get(number));
  }

  /** A planned stop. */
  public void stop(int number) throws IOException {
    java.util.Objects.requireNonNull(running.remove(number)).close();
  }

  public List<String> halts() {
    return halts;
  }

  public Optional<Node> master() {
    return running.values().stream().filter(n -> n.view().isMaster()).findFirst();
  }

  public Node awaitMaster() {
    await().atMost(PATIENCE).until(() -> master().isPresent());
    return master().orElseThrow();
  }

  public void awaitInSync(int count) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                master().stream()
                        .flatMap(m -> m.view().members().stream())
                        .filter(ClusterView.Member::inSync)
                        .count()
                    == count);
  }

  /** Submits to whoever is master until it is acknowledged. */
  public Committed submit(String text) {
    RuntimeException last = new IllegalStateException("not tried");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        return awaitMaster()
            .engine()
            .submit(ByteString.copyFromUtf8(text))
            .get(10, TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        last = new IllegalStateException("last answer", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    throw last;
  }

  public List<Node> nodes() {
    return List.copyOf(running.values());
  }

  @Override
  public void close() throws IOException {
    for (int number : List.copyOf(running.keySet())) {
      stop(number);
    }
  }
}
