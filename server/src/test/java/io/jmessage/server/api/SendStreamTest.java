package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.jmessage.proto.client.SendManyRequest;
import io.jmessage.proto.client.SendManyResponse;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.server.chat.Argon2;
import io.jmessage.server.chat.ChatStateMachine;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.support.SingleServerEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sends and does not read what comes back cannot make the server hold more and more. */
class SendStreamTest {

  /** Refused at once, on the caller's thread. */
  private static final SendManyRequest REFUSED =
      SendManyRequest.newBuilder()
          .setSend(SendRequest.newBuilder().setClientMessageId(ByteString.copyFromUtf8("short")))
          .build();

  @TempDir Path directory;

  @Test
  void readsOn_asTheClientReadsItsAnswers() throws Exception {
    try (ChatStateMachine state = ChatStateMachine.open(directory);
        SingleServerEngine engine = new SingleServerEngine(state);
        ReplicatedChat chat = new ReplicatedChat(engine, state, new Argon2(64, 1), () -> 0)) {
      Answers answers = new Answers();
      SendStream stream = new SendStream(chat, answers, Runnable::run, ended -> {});
      assertThat(answers.requested).isEqualTo(SendStream.WAITING_MAX);

      stream.onNext(REFUSED);
      assertThat(answers.requested).isEqualTo(SendStream.WAITING_MAX + 1);

      answers.ready = false;
      for (int i = 0; i < SendStream.WAITING_MAX; i++) {
        stream.onNext(REFUSED);
      }
      assertThat(answers.requested).isEqualTo(SendStream.WAITING_MAX + 1);
      assertThat(answers.answered).isEqualTo(SendStream.WAITING_MAX + 1);

      answers.ready = true;
      answers.onReady.run();
      assertThat(answers.requested).isEqualTo(2 * SendStream.WAITING_MAX + 1);
    }
  }

  /** The network, as far as a stream sees it. */
  private static final class Answers extends ServerCallStreamObserver<SendManyResponse> {
    boolean ready = true;
    int requested;
    int answered;
    Runnable onReady = () -> {};

    @Override
    public void onNext(SendManyResponse answer) {
      answered++;
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onCompleted() {
      throw new AssertionError("nobody has ended it");
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      onReady = handler;
    }

    @Override
    public void request(int count) {
      requested += count;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setOnCloseHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void disableAutoRequest() {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
