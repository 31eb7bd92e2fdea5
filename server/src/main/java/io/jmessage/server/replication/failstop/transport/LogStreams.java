package io.jmessage.server.replication.failstop.transport;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.proto.replication.PeerMessage.MessageCase;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.core.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Subscribe streams of this server, at most one per peer: a newer one takes the place of an
 * older one, and only the end of the current one is told. Thread-safe.
 */
final class LogStreams {

  /** What a master pushes. */
  static final Set<MessageCase> OF_MASTER = Set.of(MessageCase.APPEND);

  /** What a slave says after its first message. */
  static final Set<MessageCase> OF_SLAVE =
      Set.of(MessageCase.SUBSCRIBE, MessageCase.ACK, MessageCase.STALE);

  /** One end of a stream. */
  final class LogStream implements StreamObserver<PeerMessage> {
    private final Inbox inbox;
    private final Set<MessageCase> kinds;
    private @Nullable StreamObserver<PeerMessage> out;
    private @Nullable Address peer;

    /** {@code kinds}: what the other end may send. */
    LogStream(Inbox inbox, Set<MessageCase> kinds) {
      this.inbox = inbox;
      this.kinds = kinds;
    }

    /** Makes this the current stream with that peer. */
    void attach(Address address, StreamObserver<PeerMessage> toPeer) {
      LogStream before;
      synchronized (current) {
        peer = address;
        out = toPeer;
        before = current.put(address, this);
      }
      if (before != null && before != this) {
        before.end();
      }
    }

    @Override
    public void onNext(PeerMessage message) {
      try {
        inbox.received(
            new Event.Received(
                MessageCodec.envelope(message.getEnvelope()),
                0,
                MessageCodec.decode(message, kinds)));
      } catch (IllegalArgumentException e) {
        // A peer that speaks nonsense is cut off; it will register again.
        ended();
        refuse(e);
      }
    }

    @Override
    public void onError(Throwable cause) {
      ended();
    }

    @Override
    public void onCompleted() {
      ended();
      end();
    }

    void ended() {
      boolean wasCurrent;
      Address address;
      synchronized (current) {
        address = peer;
        wasCurrent = address != null && current.remove(address, this);
      }
      if (wasCurrent && address != null) {
        inbox.received(new Event.StreamClosed(address));
      }
    }

    private synchronized void send(PeerMessage message) {
      StreamObserver<PeerMessage> to = out;
      if (to != null) {
        try {
          to.onNext(message);
        } catch (IllegalStateException | StatusRuntimeException e) {
          // Cancelled or half-closed meanwhile: its end is or will be told.
          ended();
        }
      }
    }

    private void refuse(IllegalArgumentException why) {
      endBy(
          to ->
              to.onError(
                  Status.INVALID_ARGUMENT.withDescription(why.getMessage()).asRuntimeException()));
    }

    private void end() {
      endBy(StreamObserver::onCompleted);
    }

    private synchronized void endBy(Consumer<StreamObserver<PeerMessage>> last) {
      StreamObserver<PeerMessage> to = out;
      out = null;
      if (to != null) {
        try {
          last.accept(to);
        } catch (IllegalStateException | StatusRuntimeException e) {
          // Already over.
          return;
        }
      }
    }
  }

  private final Map<Address, LogStream> current = new HashMap<>();

  void send(Address peer, PeerMessage message) {
    LogStream stream;
    synchronized (current) {
      stream = current.get(peer);
    }
    if (stream != null) {
      stream.send(message);
    }
  }

  void close(Address peer) {
    LogStream stream;
    synchronized (current) {
      stream = current.remove(peer);
    }
    if (stream != null) {
      stream.end();
    }
  }
}
