package io.jmessage.server.replication.failstop.transport;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.replication.MasterServiceGrpc;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.proto.replication.SlaveServiceGrpc;
import io.jmessage.proto.replication.SnapshotFrame;
import io.jmessage.server.replication.failstop.core.Envelope;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The two services of the internal port. Both are served for the whole life of the process; what a
 * call is answered follows from the role at that moment, which is the core's business.
 */
final class InternalServices {

  private final Inbox inbox;
  private final PendingCalls calls;
  private final LogStreams streams;
  private final Executor snapshotThreads;

  final MasterServiceGrpc.MasterServiceImplBase master = new MasterService();
  final SlaveServiceGrpc.SlaveServiceImplBase slave = new SlaveService();

  InternalServices(Inbox inbox, PendingCalls calls, LogStreams streams, Executor snapshotThreads) {
    this.inbox = inbox;
    this.calls = calls;
    this.streams = streams;
    this.snapshotThreads = snapshotThreads;
  }

  private final class MasterService extends MasterServiceGrpc.MasterServiceImplBase {
    @Override
    public void registerSlave(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox);
    }

    @Override
    public void heartBeat(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox);
    }

    @Override
    public void reconcile(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox);
    }

    @Override
    public StreamObserver<PeerMessage> subscribe(StreamObserver<PeerMessage> toSlave) {
      LogStreams.LogStream stream = streams.new LogStream(inbox);
      ((ServerCallStreamObserver<PeerMessage>) toSlave).setOnCancelHandler(stream::ended);
      return new FirstMessageAttaches(stream, toSlave);
    }

    @Override
    public void fetchSnapshot(PeerMessage request, StreamObserver<SnapshotFrame> answer) {
      ServerCallStreamObserver<SnapshotFrame> call =
          (ServerCallStreamObserver<SnapshotFrame>) answer;
      SnapshotSender sender = new SnapshotSender(call);
      try {
        Envelope peer = MessageCodec.envelope(request.getEnvelope());
        snapshotThreads.execute(() -> sendSnapshot(peer, sender, call));
      } catch (IllegalArgumentException e) {
        answer.onError(
            Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      } catch (RejectedExecutionException e) {
        answer.onError(
            Status.RESOURCE_EXHAUSTED.withDescription("too many snapshots").asRuntimeException());
      }
    }

    private void sendSnapshot(
        Envelope peer, SnapshotSender sender, ServerCallStreamObserver<SnapshotFrame> call) {
      try {
        Optional<SnapshotSource> source = inbox.openSnapshot(peer);
        if (source.isPresent()) {
          sender.send(source.get());
        } else {
          call.onError(
              Status.FAILED_PRECONDITION.withDescription("not the master").asRuntimeException());
        }
      } catch (IOException e) {
        call.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
      }
    }
  }

  /** The first message names the slave; from then on the stream belongs to it. */
  private static final class FirstMessageAttaches implements StreamObserver<PeerMessage> {
    private final LogStreams.LogStream stream;
    private final StreamObserver<PeerMessage> toSlave;
    private boolean attached;

    FirstMessageAttaches(LogStreams.LogStream stream, StreamObserver<PeerMessage> toSlave) {
      this.stream = stream;
      this.toSlave = toSlave;
    }

    @Override
    public void onNext(PeerMessage message) {
      if (!attached) {
        attached = true;
        try {
          stream.attach(
              MessageCodec.envelope(message.getEnvelope()).sender().internalAddress(), toSlave);
        } catch (IllegalArgumentException e) {
          toSlave.onError(
              Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
          return;
        }
      }
      stream.onNext(message);
    }

    @Override
    public void onError(Throwable cause) {
      stream.onError(cause);
    }

    @Override
    public void onCompleted() {
      stream.onCompleted();
    }
  }

  private final class SlaveService extends SlaveServiceGrpc.SlaveServiceImplBase {
    @Override
    public void checkMaster(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox);
    }

    @Override
    public void updateMaster(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox);
    }

    @Override
    public void fetchTail(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox);
    }
  }
}
