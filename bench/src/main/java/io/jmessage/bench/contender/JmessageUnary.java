package io.jmessage.bench.contender;

import io.grpc.Channel;
import io.jmessage.bench.load.Writer;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountStub;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One unary call for each message, by the bare stub. */
public final class JmessageUnary extends Jmessage {
  private static final int CONNECTIONS = 4;

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
  private static final class Sender extends UnaryCaller<ServerResponse> {
    private final ClientAccountStub stub;
    private final SendRequest line;
    private final MessageIds ids = new MessageIds();

    Sender(Channel channel, SendRequest line) {
      this.stub = ClientAccountGrpc.newStub(channel);
      this.line = line;
    }

    @Override
    void call() {
      stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
          .send(line.toBuilder().setClientMessageId(ids.next()).build(), this);
    }

    @Override
    String refusal(ServerResponse response) {
      return response.getErrorCode() == 0 ? "" : response.getErrorMessage();
    }
  }
}
