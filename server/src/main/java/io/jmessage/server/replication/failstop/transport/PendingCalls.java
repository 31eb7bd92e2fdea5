package io.jmessage.server.replication.failstop.transport;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Event;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls of other servers that wait for the core's answer. Some get none, such as those of another
 * cluster; their callers have a deadline. Thread-safe.
 */
final class PendingCalls {

  private static final int PENDING_MAX = 1000;

  /** By ticket: the oldest first. */
  private final ConcurrentSkipListMap<Long, ServerCallStreamObserver<PeerMessage>> waiting =
      new ConcurrentSkipListMap<>();

  private final AtomicLong tickets = new AtomicLong();

  /**
   * Hands a call to the core, if its message is of a kind that this call carries; a malformed one
   * is answered here.
   */
  void take(
      PeerMessage request,
      StreamObserver<PeerMessage> answer,
      Inbox inbox,
      Set<PeerMessage.MessageCase> kinds) {
    ServerCallStreamObserver<PeerMessage> call = (ServerCallStreamObserver<PeerMessage>) answer;
    Event.Received event;
    long ticket = tickets.incrementAndGet();
    try {
      Envelope envelope = MessageCodec.envelope(request.getEnvelope());
      event = new Event.Received(envelope, ticket, MessageCodec.decode(request, kinds));
      if (inbox.isForeign(envelope) && !request.hasRegister()) {
        call.onError(foreign());
        return;
      }
    } catch (IllegalArgumentException e) {
      call.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    makeRoom();
    waiting.put(ticket, call);
    call.setOnCancelHandler(() -> waiting.remove(ticket));
    inbox.received(event);
  }

  /** For whom registers there is an answer that says more. */
  static StatusRuntimeException foreign() {
    return Status.FAILED_PRECONDITION
        .withDescription("this server belongs to another cluster; check the addresses")
        .asRuntimeException();
  }

  /** The oldest goes: it has waited for longer than callers do, or nobody will answer it. */
  private void makeRoom() {
    if (waiting.size() < PENDING_MAX) {
      return;
    }
    Map.Entry<Long, ServerCallStreamObserver<PeerMessage>> oldest = waiting.pollFirstEntry();
    if (oldest != null && !oldest.getValue().isCancelled()) {
      oldest
          .getValue()
          .onError(
              Status.RESOURCE_EXHAUSTED
                  .withDescription("too many calls wait for an answer")
                  .asRuntimeException());
    }
  }

  void answer(long ticket, PeerMessage reply) {
    ServerCallStreamObserver<PeerMessage> call = waiting.remove(ticket);
    if (call != null && !call.isCancelled()) {
      call.onNext(reply);
      call.onCompleted();
    }
  }
}
