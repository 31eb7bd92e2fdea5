package io.jmessage.bench.contender;

import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import io.jmessage.proto.client.SendRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Many messages over one call: a few users have a stream each, and each of them has its share of
 * the writers' messages under way at once.
 */
public final class JmessageStream extends Jmessage {
  private static final int STREAMS_MAX = 16;
  private static final int CONNECTIONS = 4;

  public JmessageStream(String name, JmessageServers servers) {
    super(name, servers);
  }

  @Override
  public String what() {
    return servers().size()
        + " servers, SendMany; the writers' messages under way over at most "
        + STREAMS_MAX
        + " streams";
  }

  @Override
  public Crew open(int writers, int size) {
    Users users = users(writers);
    int count = Math.min(STREAMS_MAX, writers);
    ClientChannels channels =
        new ClientChannels(List.of(servers().master()), Math.min(CONNECTIONS, count));
    List<SendStream> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      streams.add(new SendStream(channels.of(i), users.session(i)));
    }
    List<Writer> senders = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      SendRequest line =
          SendRequest.newBuilder()
              .setTo(users.name(receiver(i)))
              .setMessage(Texts.ofSize(size))
              .build();
      senders.add(new Sender(streams.get(i % count), line));
    }
    return new Crew(
        senders,
        () -> {
          streams.forEach(SendStream::finish);
          channels.close();
        });
  }

  private static final class Sender implements Writer.Calling {
    private final SendStream stream;
    private final SendRequest line;
    private final MessageIds ids = new MessageIds();

    Sender(SendStream stream, SendRequest line) {
      this.stream = stream;
      this.line = line;
    }

    @Override
    public void begin(Completion completion) {
      stream.send(line.toBuilder().setClientMessageId(ids.next()), completion);
    }
  }
}
