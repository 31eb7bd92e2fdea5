package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.Empty;
import io.jmessage.proto.error.Reason;
import io.jmessage.server.support.ConformanceInterceptor;
import io.jmessage.server.support.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are no messages of the contract. */
class MalformedCallTest {

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

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
  void requestBeyondTheLimit_isTooLarge() {
    String ann = server.join("ann");

    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> server.send(ann, "ann", "x".repeat((4 << 20) + 1)));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(ConformanceInterceptor.detail(failure).getReason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(server.send(ann, "ann", "x").getErrorCode()).isZero();
  }

  @Test
  void requestThatIsNoMessage_isAnInvalidArgument() {
    byte[] brokenUtf8 = {0x0a, 2, (byte) 0xff, (byte) 0xfe};

    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> createAccount(brokenUtf8));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ConformanceInterceptor.detail(failure).getReason())
        .isEqualTo(Reason.INVALID_METADATA);
    assertThat(server.client().listUsers(Empty.getDefaultInstance()).getUserCount()).isZero();
  }

  private byte[] createAccount(byte[] request) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(ClientAccountGrpc.getCreateAccountMethod().getFullMethodName())
            .build();
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(server.channel(), server.conformance()),
        method,
        CallOptions.DEFAULT,
        request);
  }
}
