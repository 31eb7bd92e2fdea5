package io.jmessage.bench.contender;

import io.grpc.Channel;
import io.grpc.Grpc;
import io.jmessage.bench.load.Writer;
import io.jmessage.bench.proto.EchoGrpc;
import io.jmessage.bench.proto.EchoGrpc.EchoStub;
import io.jmessage.bench.proto.Words;
import io.jmessage.system.FreePorts;
import io.jmessage.system.Jars;
import io.jmessage.system.JavaProgram;
import io.jmessage.system.LocalCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a unary call costs without any work: nothing is ordered, copied or written. */
public final class Echo implements Contender {
  /** What its server says when it listens. */
  static final String READY = "READY echo";

  /** The command that is its server. */
  public static final String COMMAND = "echo-server";

  private static final int CONNECTIONS = 4;

  private @Nullable OwnProcess server;
  private String address = "";

  @Override
  public String name() {
    return "grpc-java echo";
  }

  @Override
  public String what() {
    return "one unary call of gRPC that answers with the same text, one process, no work";
  }

  @Override
  public void start(Path directory, Consumer<String> progress) {
    int port = FreePorts.find(1).get(0);
    address = "127.0.0.1:" + port;
    Path log = directory.resolve("echo.log");
    JavaProgram program =
        new JavaProgram(
            Jars.bench(), LocalCluster.START_SCRIPT_OPTIONS, List.of(COMMAND, "--port=" + port));
    server = new OwnProcess("the echo server", program.start(log), log);
    server.awaitLine(READY);
  }

  @Override
  public String version() {
    String version = Grpc.class.getPackage().getImplementationVersion();
    return version == null ? "as built with" : version;
  }

  @Override
  public Crew open(int writers, int size) {
    ClientChannels channels = new ClientChannels(List.of(address), Math.min(CONNECTIONS, writers));
    Words words = Words.newBuilder().setText(Texts.ofSize(size)).build();
    List<Writer> callers = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      callers.add(new Caller(channels.of(i), words));
    }
    return new Crew(callers, channels::close);
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return server == null ? Map.of() : Map.of("echo", server.handle());
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  private static final class Caller extends UnaryCaller<Words> {
    private final EchoStub stub;
    private final Words words;

    Caller(Channel channel, Words words) {
      this.stub = EchoGrpc.newStub(channel);
      this.words = words;
    }

    @Override
    void call() {
      stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).say(words, this);
    }
  }
}
