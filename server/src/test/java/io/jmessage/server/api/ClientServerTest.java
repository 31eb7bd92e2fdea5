package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.jmessage.server.chat.Argon2;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.replication.Address;
import io.jmessage.server.support.RecordedStream;
import io.jmessage.server.support.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientServerTest {
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
  void health_tellsWhoIsMaster() {
    assertThat(health("")).isEqualTo(ServingStatus.SERVING);
    assertThat(health(ClientServer.MASTER_SERVICE)).isEqualTo(ServingStatus.SERVING);

    server.engine().becomeSlave();

    await()
        .untilAsserted(
            () ->
                assertThat(health(ClientServer.MASTER_SERVICE))
                    .isEqualTo(ServingStatus.NOT_SERVING));
    assertThat(health("")).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void reflection_listsTheService() {
    RecordedStream<ServerReflectionRequest, ServerReflectionResponse> answers =
        new RecordedStream<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(server.channel()).serverReflectionInfo(answers);
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(answers.next().getListServicesResponse().getServiceList())
        .anyMatch(service -> service.getName().equals("ClientAccount"));
    requests.onCompleted();
  }

  @Test
  void takenPort_isSaidInOneLine() {
    Address taken = new Address("127.0.0.1", server.server().port());
    try (ReplicatedChat chat =
            new ReplicatedChat(server.engine(), server.state(), new Argon2(64, 1), () -> 0);
        ClientServer second = new ClientServer(taken, server.engine(), chat)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(taken.toString())
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void close_isIdempotentAndRefusesFurtherCalls() {
    server.server().close();
    server.server().close();

    assertThatThrownBy(() -> health("")).isInstanceOf(StatusRuntimeException.class);
  }

  private ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(server.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }
}
