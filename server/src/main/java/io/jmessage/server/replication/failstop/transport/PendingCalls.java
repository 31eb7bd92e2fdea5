package io.jmessage.server.replication.failstop.transport;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Event;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Calls of other servers that wait for the core's answer. Thread-safe. */
final class PendingCalls {

  private static final int PENDING_MAX = 1000;

  private final Map<Long, ServerCallStreamObserver<PeerMessage>> waiting =
      new ConcurrentHashMap<>();
  private final AtomicLong tickets = new AtomicLong();

  /** Hands a call to the core; a malformed or surplus one is answered here. */
  void take(PeerMessage request, StreamObserver<PeerMessage> answer, Inbox inbox) {
    ServerCallStreamObserver<PeerMessage> call = (ServerCallStreamObserver<PeerMessage>) answer;
    if (waiting.size() >= PENDING_MAX) {
      call.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
      return;
    }
    Event.Received event;
    long ticket = tickets.incrementAndGet();
    try {
      Envelope envelope = MessageCodec.envelope(request.getEnvelope());
      event = new Event.Received(envelope, ticket, MessageCodec.decode(request));
    } catch (IllegalArgumentException e) {
      call.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    waiting.put(ticket, call);
    call.setOnCancelHandler(() -> waiting.remove(ticket));
    inbox.received(event);
  }

  void answer(long ticket, PeerMessage reply) {
    ServerCallStreamObserver<PeerMessage> call = waiting.remove(ticket);
    if (call != null && !call.isCancelled()) {
      call.onNext(reply);
      call.onCompleted();
    }
  }
}
