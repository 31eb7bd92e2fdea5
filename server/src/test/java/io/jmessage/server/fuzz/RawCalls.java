package io.jmessage.server.fuzz;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls whose messages are any bytes. */
final class RawCalls {
  private static final long END_SECONDS = 20;

  static final MethodDescriptor.Marshaller<byte[]> BYTES =
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

  private RawCalls() {}

  /** How a call ended, and its first answer, which ends it with OK. */
  record End(Status status, Metadata trailers, ByteString answer) {
    StatusRuntimeException asException() {
      return new StatusRuntimeException(status, trailers);
    }
  }

  /**
   * Sends the messages and waits for the end.
   *
   * @param deadlineMillis that the client sets, after which the end is DEADLINE_EXCEEDED
   */
  static End call(
      Channel channel, MethodDescriptor<?, ?> like, long deadlineMillis, byte[]... messages) {
    return end(start(channel, like, deadlineMillis, messages));
  }

  static CompletableFuture<End> start(
      Channel channel, MethodDescriptor<?, ?> like, long deadlineMillis, byte[]... messages) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(like.getType())
            .setFullMethodName(like.getFullMethodName())
            .build();
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS);
    ClientCall<byte[], byte[]> call = channel.newCall(method, options);
    CompletableFuture<End> ended = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            if (ended.complete(new End(Status.OK, new Metadata(), ByteString.copyFrom(message)))) {
              call.cancel("heard enough", null);
            }
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(new End(status, trailers, ByteString.EMPTY));
          }
        },
        new Metadata());
    call.request(1);
    for (byte[] message : messages) {
      call.sendMessage(message);
    }
    call.halfClose();
    return ended;
  }

  static End end(CompletableFuture<End> call) {
    try {
      return call.get(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the call hangs", e);
    }
  }
}
