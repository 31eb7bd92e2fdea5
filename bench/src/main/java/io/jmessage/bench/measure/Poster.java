package io.jmessage.bench.measure;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.contender.ClientChannels;
import io.jmessage.bench.contender.Texts;
import io.jmessage.bench.contender.Users;
import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountStub;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import java.util.concurrent.TimeUnit;

/**
 * Sends each message to the next receiver. Thread-safe: it may have several under way.
 *
 * <p>The first users are the senders, the next ones the receivers.
 */
final class Poster implements Writer.Calling {
  private static final int TEXT_BYTES = 100;
  private static final long DEADLINE_SECONDS = 60;

  private final Posts posts;
  private final Users users;
  private final int senders;
  private final int receivers;
  private final ClientAccountStub stub;

  Poster(Posts posts, ClientChannels channels, Users users, int senders, int receivers) {
    this.posts = posts;
    this.users = users;
    this.senders = senders;
    this.receivers = receivers;
    this.stub = ClientAccountGrpc.newStub(channels.of(0));
  }

  @Override
  public void begin(Completion completion) {
    long number = posts.begin();
    int sender = (int) (number % senders);
    int receiver = senders + (int) (number % receivers);
    SendRequest line =
        SendRequest.newBuilder()
            .setSessionId(users.session(sender))
            .setTo(users.name(receiver))
            .setMessage(number + " " + Texts.ofSize(TEXT_BYTES))
            .build();
    stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .send(line, new Answer(number, completion));
  }

  private final class Answer implements StreamObserver<ServerResponse> {
    private final long number;
    private final Completion completion;
    private String refused = "no answer";

    Answer(long number, Completion completion) {
      this.number = number;
      this.completion = completion;
    }

    @Override
    public void onNext(ServerResponse response) {
      posts.acknowledged(number);
      refused = response.getErrorCode() == 0 ? "" : response.getErrorMessage();
    }

    @Override
    public void onError(Throwable cause) {
      completion.failed(Status.fromThrowable(cause).toString());
    }

    @Override
    public void onCompleted() {
      if (refused.isEmpty()) {
        completion.done();
      } else {
        completion.failed(refused);
      }
    }
  }
}
