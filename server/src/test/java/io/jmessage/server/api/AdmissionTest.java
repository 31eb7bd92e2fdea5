package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.jmessage.proto.client.AcknowledgeReceivedMessagesRequest;
import io.jmessage.proto.client.ChangePasswordRequest;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountBlockingStub;
import io.jmessage.proto.client.ConversationsRequest;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.DeleteAccountRequest;
import io.jmessage.proto.client.Empty;
import io.jmessage.proto.client.EndSessionsRequest;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.MarkRequest;
import io.jmessage.proto.client.ReceiveRequest;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.SessionsRequest;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.proto.client.TypingRequest;
import io.jmessage.proto.client.WatchRequest;
import io.jmessage.proto.error.ErrorDetail;
import io.jmessage.proto.error.Reason;
import io.jmessage.server.replication.RefusedException;
import io.jmessage.server.support.ConformanceInterceptor;
import io.jmessage.server.support.SingleServerEngine;
import io.jmessage.server.support.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls are let in, and how the others end. */
class AdmissionTest {
  private static final String CLIENT_ID = "00112233445566778899aabbccddeeff";

  /** All calls of the service, each with its emptiest request. */
  private static final List<Function<ClientAccountBlockingStub, Object>> CALLS =
      List.of(
          c -> c.createAccount(CreateAccountRequest.getDefaultInstance()),
          c -> c.listUsers(Empty.getDefaultInstance()),
          c -> c.login(LoginRequest.getDefaultInstance()),
          c -> c.send(SendRequest.getDefaultInstance()),
          c -> c.getMessages(ReceiveRequest.getDefaultInstance()),
          c -> c.getChat(ChatRequest.getDefaultInstance()),
          c ->
              c.acknowledgeReceivedMessages(
                  AcknowledgeReceivedMessagesRequest.getDefaultInstance()),
          c -> c.deleteAccount(DeleteAccountRequest.getDefaultInstance()),
          c -> c.logout(DeleteAccountRequest.getDefaultInstance()),
          c -> c.listConversations(ConversationsRequest.getDefaultInstance()),
          c -> c.mark(MarkRequest.getDefaultInstance()),
          c -> c.listSessions(SessionsRequest.getDefaultInstance()),
          c -> c.endSessions(EndSessionsRequest.getDefaultInstance()),
          c -> c.changePassword(ChangePasswordRequest.getDefaultInstance()),
          c -> c.reportTyping(TypingRequest.getDefaultInstance()),
          c -> c.subscribe(SubscribeRequest.getDefaultInstance()).hasNext(),
          c -> c.watch(WatchRequest.getDefaultInstance()).hasNext());

  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyCall_endsNotMaster_onASlave() {
    server.engine().becomeSlave();

    for (Function<ClientAccountBlockingStub, Object> call : CALLS) {
      StatusRuntimeException failure = failureOf(call);
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(failure.getStatus().getDescription())
          .isEqualTo("NOT MASTER: CONNECT TO MASTER SERVER");
      ErrorDetail detail = ConformanceInterceptor.detail(failure);
      assertThat(detail.getReason()).isEqualTo(Reason.NOT_MASTER);
      assertThat(detail.getMasterAddress()).isEqualTo("localhost:8002");
      assertThat(detail.getEpoch()).isEqualTo(2);
    }
  }

  @Test
  void everyCall_endsNoMaster_duringAnElection() {
    server.engine().loseMaster();

    for (Function<ClientAccountBlockingStub, Object> call : CALLS) {
      StatusRuntimeException failure = failureOf(call);
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      ErrorDetail detail = ConformanceInterceptor.detail(failure);
      assertThat(detail.getReason()).isEqualTo(Reason.NO_MASTER);
      assertThat(detail.getRetryDelayMillis()).isEqualTo(200);
    }
  }

  @Test
  void promotedServer_answersAgain() {
    server.engine().becomeSlave();
    server.engine().becomeMaster();

    assertThat(server.client().listUsers(Empty.getDefaultInstance()).getUserCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"TOO_BUSY, RESOURCE_EXHAUSTED", "TOO_FEW_COPIES, UNAVAILABLE"})
  void refusal_saysWhy(RefusedException.Reason reason, Status.Code code) {
    String ann = server.join("ann");
    server.engine().refuse(reason);

    StatusRuntimeException failure = failure(() -> server.send(ann, "ann", "x"));

    assertThat(failure.getStatus().getCode()).isEqualTo(code);
    ErrorDetail detail = ConformanceInterceptor.detail(failure);
    assertThat(detail.getReason().name()).isEqualTo(reason.name());
    assertThat(detail.getRetryDelayMillis()).isPositive();
    server.engine().refuseNoMore();
    assertThat(server.send(ann, "ann", "x").getErrorCode()).isZero();
  }

  @Test
  void stoppingEngine_sendsClientsElsewhere() {
    server.engine().refuse(RefusedException.Reason.CLOSED);

    StatusRuntimeException failure =
        failure(() -> server.client().listUsers(Empty.getDefaultInstance()));

    assertThat(ConformanceInterceptor.detail(failure).getReason()).isEqualTo(Reason.NO_MASTER);
  }

  @Test
  void lostOutcome_isSaidToBeUnknown_andARetryTellsIt() {
    Metadata headers = headers("jmessage-client-id", CLIENT_ID, "jmessage-sequence", "1");
    CreateAccountRequest request =
        CreateAccountRequest.newBuilder().setUsername("ann").setPassword("pw").build();
    server.engine().losesOutcomes(true);
    StatusRuntimeException failure = failure(() -> server.client(headers).createAccount(request));
    server.engine().losesOutcomes(false);

    ServerResponse retried = server.client(headers).createAccount(request);
    ServerResponse another = server.client().createAccount(request);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(ConformanceInterceptor.detail(failure).getReason())
        .isEqualTo(Reason.OUTCOME_UNKNOWN);
    assertThat(retried.getErrorCode()).isZero();
    assertThat(another.getErrorCode()).isEqualTo(8);
  }

  @Test
  void foreignCluster_isRefused() {
    Metadata headers = headers("jmessage-cluster-id", "99999999-2222-3333-4444-555555555555");

    StatusRuntimeException failure = failure(() -> list(headers));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(ConformanceInterceptor.detail(failure).getReason()).isEqualTo(Reason.WRONG_CLUSTER);
    list(headers("jmessage-cluster-id", SingleServerEngine.CLUSTER_ID));
  }

  @Test
  void newerEpoch_isRefusedForThatCallOnly() {
    StatusRuntimeException failure = failure(() -> list(headers("jmessage-epoch", "2")));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    ErrorDetail detail = ConformanceInterceptor.detail(failure);
    assertThat(detail.getReason()).isEqualTo(Reason.STALE_EPOCH);
    assertThat(detail.getEpoch()).isEqualTo(1);
    list(headers("jmessage-epoch", "1"));
    list(new Metadata());
  }

  @ParameterizedTest
  @CsvSource({
    "jmessage-client-id, 123",
    "jmessage-client-id, zz112233445566778899aabbccddeeff",
    "jmessage-sequence, 1",
    "jmessage-epoch, -1",
    "jmessage-epoch, 99999999999999999999",
    "jmessage-epoch, ''",
    "jmessage-cluster-id, a b"
  })
  void malformedMetadata_isRefused(String key, String value) {
    StatusRuntimeException failure = failure(() -> list(headers(key, value)));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.getStatus().getDescription()).startsWith(key);
    assertThat(ConformanceInterceptor.detail(failure).getReason())
        .isEqualTo(Reason.INVALID_METADATA);
  }

  @Test
  void everyAnswer_namesClusterAndEpoch() {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    ClientAccountBlockingStub client =
        server
            .client()
            .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));

    client.listUsers(Empty.getDefaultInstance());
    Metadata answer = headers.get();
    server.engine().becomeSlave();
    StatusRuntimeException failure = failure(() -> client.listUsers(Empty.getDefaultInstance()));

    assertThat(answer.get(RequestMetadata.CLUSTER_ID)).isEqualTo(SingleServerEngine.CLUSTER_ID);
    assertThat(answer.get(RequestMetadata.EPOCH)).isEqualTo("1");
    assertThat(failure.getTrailers().get(RequestMetadata.CLUSTER_ID))
        .isEqualTo(SingleServerEngine.CLUSTER_ID);
    assertThat(failure.getTrailers().get(RequestMetadata.EPOCH)).isEqualTo("2");
  }

  private void list(Metadata headers) {
    server.client(headers).listUsers(Empty.getDefaultInstance());
  }

  private StatusRuntimeException failureOf(Function<ClientAccountBlockingStub, Object> call) {
    return failure(
        () -> {
          Object unused = call.apply(server.client());
        });
  }

  private static StatusRuntimeException failure(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
  }

  private static Metadata headers(String... keysAndValues) {
    Metadata headers = new Metadata();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Metadata.Key<String> key =
          Metadata.Key.of(keysAndValues[i], Metadata.ASCII_STRING_MARSHALLER);
      headers.put(key, keysAndValues[i + 1]);
    }
    return headers;
  }
}
