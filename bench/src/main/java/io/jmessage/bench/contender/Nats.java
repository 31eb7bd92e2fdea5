package io.jmessage.bench.contender;

import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import io.jmessage.system.FreePorts;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Publishes into a stream of NATS JetStream with three replicas, at the one that leads it. */
public final class Nats implements Contender {
  private static final int SERVERS = 3;
  private static final int CONNECTIONS = 4;
  private static final Duration START = Duration.ofSeconds(60);
  private static final String STREAM = "bench";

  /** Bounds the disk of a long run. */
  private static final int LENGTH_MAX = 1_000_000;

  private final Map<String, OwnProcess> servers = new LinkedHashMap<>();
  private String leader = "";
  private String version = "";

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public String what() {
    return "JetStream with 3 replicas in files; answers when a majority has it, NOT synced to disk";
  }

  @Override
  public Optional<String> missing() {
    return Programs.unless(Programs.find("nats-server", List.of()).isPresent(), "nats-server");
  }

  @Override
  public void start(Path directory, Consumer<String> progress) {
    progress.accept("starting NATS");
    List<Integer> ports = FreePorts.find(2 * SERVERS);
    Map<String, String> urls = new LinkedHashMap<>();
    for (int i = 0; i < SERVERS; i++) {
      String name = "n" + i;
      urls.put(name, "nats://127.0.0.1:" + ports.get(i));
      servers.put(
          "nats " + i,
          OwnProcess.start(
              "NATS",
              List.of(
                  Programs.require("nats-server", List.of()),
                  "-c",
                  config(directory, name, ports, i).toString()),
              Map.of(),
              directory.resolve(name + ".log")));
    }
    leader = urls.getOrDefault(awaitStream(urls.getOrDefault("n0", "")), "");
  }

  private static Path config(Path directory, String name, List<Integer> ports, int server) {
    String routes =
        ports.subList(SERVERS, 2 * SERVERS).stream()
            .map(port -> "nats-route://127.0.0.1:" + port)
            .collect(Collectors.joining(", "));
    String text =
        """
        server_name: %s
        listen: 127.0.0.1:%d
        jetstream { store_dir: "%s" }
        cluster { name: bench, listen: 127.0.0.1:%d, routes: [%s] }
        """
            .formatted(
                name,
                ports.get(server),
                directory.resolve(name),
                ports.get(SERVERS + server),
                routes);
    try {
      return Files.writeString(directory.resolve(name + ".conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the stream when the servers have found each other; says who leads it. */
  private String awaitStream(String url) {
    return Wait.forValue(
        START,
        () -> "NATS makes no stream with " + SERVERS + " replicas",
        () -> {
          servers.values().forEach(OwnProcess::requireAlive);
          return leaderAt(url);
        });
  }

  private Optional<String> leaderAt(String url) {
    try {
      Connection connection = connect(url);
      try {
        version = connection.getServerInfo().getVersion();
        return leaderOf(makeStream(connection));
      } finally {
        close(connection);
      }
    } catch (IOException | JetStreamApiException e) {
      return Optional.empty(); // They have not found each other yet.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }

  private static StreamInfo makeStream(Connection connection)
      throws IOException, JetStreamApiException {
    return connection
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name(STREAM)
                .subjects(STREAM)
                .storageType(StorageType.File)
                .replicas(SERVERS)
                .maxMessages(LENGTH_MAX)
                .build());
  }

  private static Optional<String> leaderOf(StreamInfo info) {
    return Optional.ofNullable(info.getClusterInfo())
        .flatMap(cluster -> Optional.ofNullable(cluster.getLeader()));
  }

  private static Connection connect(String url) throws IOException, InterruptedException {
    return io.nats.client.Nats.connect(
        new Options.Builder().server(url).noReconnect().ignoreDiscoveredServers().build());
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Crew open(int writers, int size) {
    byte[] body = Texts.ofSize(size).getBytes(StandardCharsets.US_ASCII);
    List<Connection> connections = new ArrayList<>();
    Runnable end = () -> connections.forEach(Nats::close);
    try {
      List<JetStream> streams = new ArrayList<>();
      for (int i = 0; i < Math.min(CONNECTIONS, writers); i++) {
        Connection connection = connect(leader);
        connections.add(connection);
        streams.add(connection.jetStream());
      }
      List<Writer> publishers = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        publishers.add(new Publisher(streams.get(i % streams.size()), body));
      }
      return new Crew(publishers, end);
    } catch (IOException e) {
      end.run();
      throw new SystemFailure("NATS: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      end.run();
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return OwnProcess.handles(servers);
  }

  @Override
  public void close() {
    servers.values().forEach(OwnProcess::close);
  }

  private static final class Publisher implements Writer.Calling {
    private final JetStream stream;
    private final byte[] body;

    Publisher(JetStream stream, byte[] body) {
      this.stream = stream;
      this.body = body;
    }

    @Override
    public void begin(Completion completion) {
      CompletableFuture<PublishAck> unused =
          stream
              .publishAsync(STREAM, body)
              .whenComplete(
                  (acknowledged, failure) -> {
                    if (failure == null) {
                      completion.done();
                    } else {
                      completion.failed(failure.toString());
                    }
                  });
    }
  }
}
