package io.jmessage.server.api;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Refuses requests over 4 MiB with a row of the table. The transport's own limit, which lies above,
 * ends a call without one; it only guards the memory. Needs messages as streams. Thread-safe.
 */
final class SizeInterceptor implements ServerInterceptor {
  static final int REQUEST_BYTES_MAX = 4 << 20;
  static final int TRANSPORT_BYTES_MAX = 2 * REQUEST_BYTES_MAX;

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        if (message instanceof InputStream bytes && size(bytes) > REQUEST_BYTES_MAX) {
          throw ApiErrors.tooLarge();
        }
        super.onMessage(message);
      }
    };
  }

  /** A message is whole in memory before it comes here: all of it is available. */
  private static int size(InputStream message) {
    try {
      return message.available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
