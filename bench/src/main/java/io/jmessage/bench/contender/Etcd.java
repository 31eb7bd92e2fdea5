package io.jmessage.bench.contender;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.jmessage.bench.load.Writer;
import io.jmessage.bench.proto.KVGrpc;
import io.jmessage.bench.proto.KVGrpc.KVStub;
import io.jmessage.bench.proto.MaintenanceGrpc;
import io.jmessage.bench.proto.PutRequest;
import io.jmessage.bench.proto.PutResponse;
import io.jmessage.bench.proto.StatusRequest;
import io.jmessage.bench.proto.StatusResponse;
import io.jmessage.system.FreePorts;
import io.jmessage.system.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts into etcd with three members, by the bare stub, at the leader. */
public final class Etcd implements Contender {
  private static final int MEMBERS = 3;
  private static final int CONNECTIONS = 4;
  private static final Duration START = Duration.ofSeconds(60);

  /** Its default of 2 GiB would end a long run. */
  private static final long QUOTA_BYTES = 8L << 30;

  private final Map<String, OwnProcess> members = new LinkedHashMap<>();
  private String leader = "";
  private String version = "";

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public String what() {
    return "3 members; answers when a majority has it on disk; each writer puts to its own key";
  }

  @Override
  public Optional<String> missing() {
    return Programs.unless(Programs.find("etcd", List.of()).isPresent(), "etcd-server");
  }

  @Override
  public void start(Path directory, Consumer<String> progress) {
    progress.accept("starting etcd");
    List<Integer> ports = FreePorts.find(2 * MEMBERS);
    String cluster =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> "m" + i + "=" + url(ports.get(MEMBERS + i)))
            .collect(Collectors.joining(","));
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      String client = url(ports.get(i));
      String peer = url(ports.get(MEMBERS + i));
      addresses.add("127.0.0.1:" + ports.get(i));
      String name = "m" + i;
      List<String> command =
          List.of(
              Programs.require("etcd", List.of()),
              "--name=" + name,
              "--data-dir=" + directory.resolve(name),
              "--listen-client-urls=" + client,
              "--advertise-client-urls=" + client,
              "--listen-peer-urls=" + peer,
              "--initial-advertise-peer-urls=" + peer,
              "--initial-cluster=" + cluster,
              "--quota-backend-bytes=" + QUOTA_BYTES);
      members.put(
          "etcd " + i,
          OwnProcess.start("etcd", command, Map.of(), directory.resolve(name + ".log")));
    }
    awaitLeader(addresses);
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private void awaitLeader(List<String> addresses) {
    try (ClientChannels channels = new ClientChannels(addresses, addresses.size())) {
      leader =
          Wait.forValue(
              START,
              () -> "etcd has no leader",
              () -> {
                members.values().forEach(OwnProcess::requireAlive);
                return IntStream.range(0, addresses.size())
                    .filter(i -> leads(channels.of(i)))
                    .mapToObj(addresses::get)
                    .findFirst();
              });
    }
  }

  private boolean leads(Channel channel) {
    try {
      StatusResponse status =
          MaintenanceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(1, TimeUnit.SECONDS)
              .status(StatusRequest.getDefaultInstance());
      version = status.getVersion();
      return status.getLeader() != 0 && status.getLeader() == status.getHeader().getMemberId();
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Crew open(int writers, int size) {
    ClientChannels channels = new ClientChannels(List.of(leader), Math.min(CONNECTIONS, writers));
    ByteString value = ByteString.copyFromUtf8(Texts.ofSize(size));
    List<Writer> putters = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      PutRequest put =
          PutRequest.newBuilder()
              .setKey(ByteString.copyFromUtf8("writer-" + i))
              .setValue(value)
              .build();
      putters.add(new Putter(channels.of(i), put));
    }
    return new Crew(putters, channels::close);
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return OwnProcess.handles(members);
  }

  @Override
  public void close() {
    members.values().forEach(OwnProcess::close);
  }

  private static final class Putter extends UnaryCaller<PutResponse> {
    private final KVStub stub;
    private final PutRequest put;

    Putter(Channel channel, PutRequest put) {
      this.stub = KVGrpc.newStub(channel);
      this.put = put;
    }

    @Override
    void call() {
      stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).put(put, this);
    }
  }
}
