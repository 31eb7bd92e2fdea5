package io.jmessage.bench.contender;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import io.jmessage.system.FreePorts;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes into a quorum queue of RabbitMQ over three nodes, confirmed; a channel for each writer,
 * over a few connections to the node that leads the queue.
 */
public final class RabbitMq implements Contender {
  private static final int NODES = 3;
  private static final int CONNECTIONS = 4;
  private static final Duration START = Duration.ofMinutes(2);
  private static final String QUEUE = "bench";

  /** Nobody consumes: without a bound a long run ends when its memory is full. */
  private static final int LENGTH_MAX = 100_000;

  /** What Debian puts on the PATH refuses users other than root and its own, and changes them. */
  private static final Path SCRIPT = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

  private final Map<String, OwnProcess> processes = new LinkedHashMap<>();
  private Path directory = Path.of("");
  private int leaderPort;
  private String version = "";

  @Override
  public String name() {
    return "rabbitmq";
  }

  @Override
  public String what() {
    return "a quorum queue over 3 nodes, persistent, confirmed when a majority has it on disk; at"
        + " most %,d messages are kept".formatted(LENGTH_MAX);
  }

  @Override
  public Optional<String> missing() {
    boolean installed = Files.isExecutable(SCRIPT) && Programs.find("epmd", List.of()).isPresent();
    return Programs.unless(installed, "rabbitmq-server");
  }

  @Override
  public void start(Path where, Consumer<String> progress) {
    progress.accept("starting RabbitMQ");
    directory = where;
    List<Integer> ports = FreePorts.find(1 + 2 * NODES);
    int mapper = ports.get(2 * NODES);
    // Started by hand, so that it ends with us: Erlang would leave one behind.
    processes.put(
        "epmd",
        OwnProcess.start(
            "epmd",
            List.of(
                Programs.require("epmd", List.of()), "-port", "" + mapper, "-address", "127.0.0.1"),
            Map.of(),
            directory.resolve("epmd.log")));
    leaderPort = ports.get(0);
    for (int i = 0; i < NODES; i++) {
      launch(i, ports.get(i), ports.get(NODES + i), mapper);
      awaitConnection(ports.get(i));
    }
    declareQueue();
  }

  private void launch(int node, int port, int peerPort, int mapper) {
    String name = node(node);
    Path config = write("rabbit-" + node + ".conf", config());
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", directory.toString()); // Where the cookie is that they share.
    environment.put("ERL_EPMD_PORT", "" + mapper);
    environment.put("RABBITMQ_NODENAME", name);
    environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODE_PORT", "" + port);
    environment.put("RABBITMQ_DIST_PORT", "" + peerPort);
    environment.put("RABBITMQ_CONF_ENV_FILE", write("rabbit-env.conf", "").toString());
    environment.put("RABBITMQ_CONFIG_FILE", config.toString());
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", write("rabbit-plugins", "[].\n").toString());
    environment.put("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString());
    environment.put("RABBITMQ_LOG_BASE", directory.resolve("log").toString());
    environment.put("RABBITMQ_PID_FILE", directory.resolve(name + ".pid").toString());
    processes.put(
        "rabbitmq " + node,
        OwnProcess.start(
            "RabbitMQ", List.of(SCRIPT.toString()), environment, directory.resolve(name + ".log")));
  }

  private static String node(int node) {
    return "bench-rabbit-" + node + "@localhost";
  }

  private static String config() {
    StringBuilder config = new StringBuilder();
    config.append("log.file = false\nlog.console = true\nlog.console.level = warning\n");
    config.append("cluster_formation.peer_discovery_backend = classic_config\n");
    for (int i = 0; i < NODES; i++) {
      config.append("cluster_formation.classic_config.nodes.%d = %s%n".formatted(i + 1, node(i)));
    }
    return config.toString();
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitConnection(int port) {
    Wait.until(
        START,
        () -> "RabbitMQ does not answer on port " + port,
        () -> {
          processes.values().forEach(OwnProcess::requireAlive);
          try (Connection connection = connect(port)) {
            version = String.valueOf(connection.getServerProperties().get("version"));
            return true;
          } catch (IOException | TimeoutException e) {
            return false;
          }
        });
  }

  private static Connection connect(int port) throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("bench");
  }

  private void declareQueue() {
    Map<String, Object> arguments =
        Map.of(
            "x-queue-type", "quorum",
            "x-quorum-initial-group-size", NODES,
            "x-max-length", LENGTH_MAX);
    try (Connection connection = connect(leaderPort);
        Channel channel = connection.createChannel()) {
      var unused = channel.queueDeclare(QUEUE, true, false, false, arguments);
    } catch (IOException | TimeoutException e) {
      throw new SystemFailure("RabbitMQ makes no queue: " + e, e);
    }
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Crew open(int writers, int size) {
    byte[] body = Texts.ofSize(size).getBytes(StandardCharsets.US_ASCII);
    List<Connection> connections = new ArrayList<>();
    Runnable end = () -> connections.forEach(Connection::abort);
    try {
      for (int i = 0; i < Math.min(CONNECTIONS, writers); i++) {
        connections.add(connect(leaderPort));
      }
      List<Writer> publishers = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        Connection connection = connections.get(i % connections.size());
        publishers.add(new Publisher(connection.createChannel(), body));
      }
      return new Crew(publishers, end);
    } catch (IOException | TimeoutException e) {
      end.run();
      throw new SystemFailure("RabbitMQ: " + e, e);
    }
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return OwnProcess.handles(processes);
  }

  @Override
  public void close() {
    List<OwnProcess> all = new ArrayList<>(processes.values());
    for (int i = all.size() - 1; i >= 0; i--) { // What names them last.
      all.get(i).close();
    }
  }

  private static final class Publisher implements Writer.Calling {
    private final Channel channel;
    private final byte[] body;
    private volatile @Nullable Completion completion;

    Publisher(Channel channel, byte[] body) throws IOException {
      this.channel = channel;
      this.body = body;
      var unused = channel.confirmSelect();
      var unusedListener =
          channel.addConfirmListener(
              (tag, several) -> current().done(),
              (tag, several) -> current().failed("RabbitMQ did not take it"));
    }

    @Override
    public void begin(Completion next) {
      completion = next;
      try {
        channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, body);
      } catch (IOException | RuntimeException e) { // AlreadyClosedException is unchecked.
        next.failed(e.toString());
      }
    }

    private Completion current() {
      Completion current = completion;
      if (current == null) {
        throw new IllegalStateException("a confirm of nothing");
      }
      return current;
    }
  }
}
