package io.jmessage.system.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.SubscribeRequest;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Subscribes and then takes next to nothing, on a connection of its own; comes back whenever the
 * server cuts it off. Thread-safe.
 */
final class SlowReader implements AutoCloseable {
  private static final int EVENTS_TAKEN = 3;

  private final ManagedChannel channel;
  private final String session;
  private final AtomicInteger cutOff = new AtomicInteger();
  private volatile boolean closing;

  SlowReader(String address, String session) {
    this.channel = Crowd.connect(address);
    this.session = session;
    open();
  }

  /** How often the server has ended its stream. */
  int cutOff() {
    return cutOff.get();
  }

  private void open() {
    ClientCall<SubscribeRequest, Event> call =
        channel.newCall(ClientAccountGrpc.getSubscribeMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            if (!closing) {
              cutOff.incrementAndGet();
              open();
            }
          }
        },
        new Metadata());
    call.request(EVENTS_TAKEN);
    call.sendMessage(SubscribeRequest.newBuilder().setSessionId(session).build());
    call.halfClose();
  }

  @Override
  public void close() {
    closing = true;
    channel.shutdownNow();
  }
}
