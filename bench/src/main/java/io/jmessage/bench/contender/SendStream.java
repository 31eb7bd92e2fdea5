package io.jmessage.bench.contender;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.load.Completion;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.SendManyRequest;
import io.jmessage.proto.client.SendManyResponse;
import io.jmessage.proto.client.SendRequest;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One stream of one user. Answers come in any order. Thread-safe. */
public final class SendStream implements StreamObserver<SendManyResponse> {
  private final String session;
  private final ConcurrentHashMap<Long, Completion> underWay = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final StreamObserver<SendManyRequest> requests;
  private volatile @Nullable String end;

  public SendStream(Channel channel, String session) {
    this.session = session;
    this.requests = ClientAccountGrpc.newStub(channel).sendMany(this);
  }

  /** Sends one; the completion hears of its answer. The session need not be in it. */
  public void send(SendRequest.Builder line, Completion completion) {
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

  /** Has no more to send. */
  public void finish() {
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
