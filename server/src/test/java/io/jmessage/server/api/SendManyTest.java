package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.client.SendManyRequest;
import io.jmessage.proto.client.SendManyResponse;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.error.Reason;
import io.jmessage.server.support.ConformanceInterceptor;
import io.jmessage.server.support.RecordedStream;
import io.jmessage.server.support.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendManyTest {
  @TempDir Path directory;
  private TestServer server;
  private String ann;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory);
    ann = server.join("ann");
    server.join("bob");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyRequestIsAnswered_andStoredInOrder_withTheSessionOfTheFirst() {
    int count = 3 * SendStream.WAITING_MAX;
    RecordedStream<SendManyRequest, SendManyResponse> answers = new RecordedStream<>();
    StreamObserver<SendManyRequest> requests = server.streams().sendMany(answers);

    for (int i = 1; i <= count; i++) {
      requests.onNext(request(i, i == 1 ? ann : "", "bob", "line " + i));
    }
    requests.onCompleted();

    List<SendManyResponse> all = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> all.add(answers.next()));
    assertThat(all).allMatch(answer -> answer.getResponse().getErrorCode() == 0);
    assertThat(all.stream().map(SendManyResponse::getNumber))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
    assertThat(all.stream().map(a -> a.getResponse().getReceipt().getSequence()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
    assertThat(answers.end()).isNull();
  }

  @Test
  void codesAreAnswers_andTheCallGoesOn() {
    RecordedStream<SendManyRequest, SendManyResponse> answers = new RecordedStream<>();
    StreamObserver<SendManyRequest> requests = server.streams().sendMany(answers);

    requests.onNext(request(1, "", "bob", "without a session"));
    requests.onNext(request(2, ann, "nobody", "text"));
    requests.onNext(request(3, "", "bob", ""));
    requests.onNext(request(4, "", "bob", "good"));
    requests.onCompleted();

    assertThat(IntStream.range(0, 4).mapToObj(i -> answers.next()))
        .extracting(SendManyResponse::getNumber, a -> a.getResponse().getErrorCode())
        .containsExactlyInAnyOrder(tuple(1L, 14), tuple(2L, 15), tuple(3L, 5), tuple(4L, 0));
    assertThat(answers.end()).isNull();
  }

  @Test
  void sameClientMessageId_isStoredOnce_overBothWaysOfSending() {
    ByteString id = ByteString.copyFrom(new byte[16]);
    SendRequest send =
        SendRequest.newBuilder()
            .setSessionId(ann)
            .setTo("bob")
            .setMessage("once")
            .setClientMessageId(id)
            .build();
    long unary = server.client().send(send).getReceipt().getMessageId();
    RecordedStream<SendManyRequest, SendManyResponse> answers = new RecordedStream<>();
    StreamObserver<SendManyRequest> requests = server.streams().sendMany(answers);

    requests.onNext(SendManyRequest.newBuilder().setNumber(9).setSend(send).build());

    assertThat(answers.next().getResponse().getReceipt().getMessageId()).isEqualTo(unary);
    assertThat(server.texts(server.chat(ann, "bob"))).containsExactly("once");
  }

  @Test
  void callsEnd_whenTheServerIsNoLongerTheMaster() {
    RecordedStream<SendManyRequest, SendManyResponse> answers = new RecordedStream<>();
    StreamObserver<SendManyRequest> requests = server.streams().sendMany(answers);
    requests.onNext(request(1, ann, "bob", "line"));
    assertThat(answers.next().getNumber()).isEqualTo(1);

    server.engine().becomeSlave();

    Throwable end = answers.end();
    assertThat(Status.fromThrowable(end).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(ConformanceInterceptor.detail(end).getReason()).isEqualTo(Reason.NOT_MASTER);
  }

  private static SendManyRequest request(long number, String session, String to, String text) {
    return SendManyRequest.newBuilder()
        .setNumber(number)
        .setSend(SendRequest.newBuilder().setSessionId(session).setTo(to).setMessage(text))
        .build();
  }
}
