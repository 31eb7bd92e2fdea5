package io.jmessage.bench.contender;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountStub;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One unary call for each message, by the bare stub. */
public final class JmessageUnary extends Jmessage {
  private static final int CONNECTIONS = 4;
  private static final long DEADLINE_SECONDS = 60;

  public JmessageUnary(String name, JmessageServers servers) {
    super(name, servers);
  }

  @Override
  public String what() {
    return servers().size() + " server(s), one unary Send a message, by the bare stub";
  }

  @Override
  public Crew open(int writers, int size) {
    Users users = users(writers);
    ClientChannels channels =
        new ClientChannels(List.of(servers().master()), Math.min(CONNECTIONS, writers));
    List<Writer> senders = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      SendRequest line =
          SendRequest.newBuilder()
              .setSessionId(users.session(i))
              .setTo(users.name(receiver(i)))
              .setMessage(Texts.ofSize(size))
              .build();
      senders.add(new Sender(channels.of(i), line));
    }
    return new Crew(senders, channels::close);
  }

  /** Of one user to one other. */
  private static final class Sender implements Writer.Calling, StreamObserver<ServerResponse> {
    private final ClientAccountStub stub;
    private final SendRequest line;
    private final MessageIds ids = new MessageIds();
    private volatile @Nullable Completion completion;
    private String refused = "no answer";

    Sender(Channel channel, SendRequest line) {
      this.stub = ClientAccountGrpc.newStub(channel);
      this.line = line;
    }

    @Override
    public void begin(Completion next) {
      completion = next;
      stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
          .send(line.toBuilder().setClientMessageId(ids.next()).build(), this);
    }

    @Override
    public void onNext(ServerResponse response) {
      refused = response.getErrorCode() == 0 ? "" : response.getErrorMessage();
    }

    @Override
    public void onError(Throwable cause) {
      current().failed(Status.fromThrowable(cause).toString());
    }

    @Override
    public void onCompleted() {
      if (refused.isEmpty()) {
        current().done();
      } else {
        current().failed(refused);
      }
    }

    private Completion current() {
      Completion current = completion;
      if (current == null) {
        throw new IllegalStateException("an answer to nothing");
      }
      return current;
    }
  }
}
