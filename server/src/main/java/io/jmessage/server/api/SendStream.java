package io.jmessage.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.client.SendManyRequest;
import io.jmessage.proto.client.SendManyResponse;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.chat.model.Sent;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One SendMany: hands on what comes, and answers each. Bounded: so many requests of the call wait
 * for their answers, or for the client to read them, and no more are read from the network.
 * Thread-safe; never blocks.
 */
final class SendStream implements StreamObserver<SendManyRequest> {
  static final int WAITING_MAX = 1024;

  private final ReplicatedChat chat;
  private final ServerCallStreamObserver<SendManyResponse> answers;
  private final Executor answering;
  private final Consumer<SendStream> onEnd;

  /** Network thread only: calls come one after the other. */
  private String session = "";

  private int waiting;

  /** Requests that may be asked for when the client has read more. */
  private int owed;

  private boolean halfClosed;
  private boolean ended;

  /**
   * To be called where the call begins.
   *
   * @param answering where answers are given
   * @param onEnd runs once, when the call ends for whatever reason
   */
  SendStream(
      ReplicatedChat chat,
      ServerCallStreamObserver<SendManyResponse> answers,
      Executor answering,
      Consumer<SendStream> onEnd) {
    this.chat = chat;
    this.answers = answers;
    this.answering = answering;
    this.onEnd = onEnd;
    answers.disableAutoRequest();
    answers.setOnReadyHandler(this::readOn);
    answers.setOnCancelHandler(this::end);
    answers.setOnCloseHandler(this::end);
    answers.request(WAITING_MAX);
  }

  @Override
  public void onNext(SendManyRequest request) {
    SendRequest send = request.getSend();
    if (!send.getSessionId().isEmpty()) {
      session = send.getSessionId();
    }
    synchronized (this) {
      waiting++;
    }
    var unused =
        chat.send(session, send.getTo(), send.getMessage(), send.getClientMessageId())
            .whenCompleteAsync(
                (sent, failure) -> answered(request.getNumber(), sent, failure), answering);
  }

  /** The client has gone. */
  @Override
  public void onError(Throwable cause) {
    end();
  }

  @Override
  public synchronized void onCompleted() {
    halfClosed = true;
    completeIfDone();
  }

  private synchronized void answered(
      long number, @Nullable Sent sent, @Nullable Throwable failure) {
    waiting--;
    if (ended) {
      return;
    }
    if (sent == null) {
      fail(Objects.requireNonNull(failure, "neither an answer nor a failure"));
      return;
    }
    answers.onNext(
        SendManyResponse.newBuilder()
            .setNumber(number)
            .setResponse(ApiMapper.response(sent))
            .build());
    owed++;
    readOn();
    completeIfDone();
  }

  private synchronized void readOn() {
    if (!ended && owed > 0 && answers.isReady()) {
      answers.request(owed);
      owed = 0;
    }
  }

  private void completeIfDone() {
    if (halfClosed && waiting == 0 && !ended) {
      end();
      answers.onCompleted();
    }
  }

  /** Ends the call with a row of the table. */
  synchronized void fail(Throwable reason) {
    if (!ended) {
      end();
      answers.onError(ApiErrors.of(reason));
    }
  }

  private synchronized void end() {
    if (!ended) {
      ended = true;
      onEnd.accept(this);
    }
  }
}
