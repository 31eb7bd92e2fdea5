package io.jmessage.bench.contender;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.SendManyRequest;
import io.jmessage.proto.client.SendManyResponse;
import io.jmessage.proto.client.SendRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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
    List<OpenStream> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      streams.add(new OpenStream(channels.of(i), users.session(i)));
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
          streams.forEach(OpenStream::finish);
          channels.close();
        });
  }

  /** One stream of one user. Answers come in any order. Thread-safe. */
  private static final class OpenStream implements StreamObserver<SendManyResponse> {
    private final String session;
    private final ConcurrentHashMap<Long, Completion> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final StreamObserver<SendManyRequest> requests;
    private volatile @Nullable String end;

    OpenStream(Channel channel, String session) {
      this.session = session;
      this.requests = ClientAccountGrpc.newStub(channel).sendMany(this);
    }

    void send(SendRequest.Builder line, Completion completion) {
      String ended = end;
      if (ended != null) {
        completion.failed(ended);
        return;
      }
      synchronized (requests) { // A stream takes one message at a time.
        long number = numbers.incrementAndGet();
        underWay.put(number, completion);
        if (number == 1) {
          line.setSessionId(session); // The stream keeps it.
        }
        requests.onNext(SendManyRequest.newBuilder().setNumber(number).setSend(line).build());
      }
    }

    void finish() {
      if (end == null) {
        requests.onCompleted();
      }
    }

    @Override
    public void onNext(SendManyResponse answer) {
      Completion completion = underWay.remove(answer.getNumber());
      if (completion == null) {
        return;
      }
      if (answer.getResponse().getErrorCode() == 0) {
        completion.done();
      } else {
        completion.failed(answer.getResponse().getErrorMessage());
      }
    }

    @Override
    public void onError(Throwable cause) {
      ended(Status.fromThrowable(cause).toString());
    }

    @Override
    public void onCompleted() {
      ended("the server has ended the stream");
    }

    private void ended(String why) {
      end = why;
      underWay.values().forEach(completion -> completion.failed(why));
      underWay.clear();
    }
  }

  private static final class Sender implements Writer.Calling {
    private final OpenStream stream;
    private final SendRequest line;
    private final MessageIds ids = new MessageIds();

    Sender(OpenStream stream, SendRequest line) {
      this.stream = stream;
      this.line = line;
    }

    @Override
    public void begin(Completion completion) {
      stream.send(line.toBuilder().setClientMessageId(ids.next()), completion);
    }
  }
}
