package io.jmessage.server.grpc;

import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;

/**
 * Shows messages to interceptors as the streams of bytes that they are on the wire: their size can
 * be asked for, and bytes that cannot be parsed fail behind the interceptors, which can end the
 * call with a status that says so. A stream is good for one reading, inside {@code onMessage}.
 *
 * <p>As gRPC's own {@code useInputStreamMessages}, which wraps each stream so that it can be read
 * twice: that takes buffers of 24 kB a call, more than all else.
 */
public final class UnparsedMessages {
  private static final Marshaller<InputStream> AS_THEY_ARE =
      new Marshaller<>() {
        @Override
        public InputStream stream(InputStream message) {
          return message;
        }

        @Override
        public InputStream parse(InputStream message) {
          return message;
        }
      };

  private UnparsedMessages() {}

  /** The same service, with streams for whatever intercepts it. */
  public static ServerServiceDefinition of(ServerServiceDefinition service) {
    return ServerInterceptors.useMarshalledMessages(service, AS_THEY_ARE);
  }
}
