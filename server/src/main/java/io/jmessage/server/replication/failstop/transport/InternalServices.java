package io.jmessage.server.replication.failstop.transport;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.replication.MasterServiceGrpc;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.proto.replication.PeerMessage.MessageCase;
import io.jmessage.proto.replication.SlaveServiceGrpc;
import io.jmessage.proto.replication.SnapshotFrame;
import io.jmessage.server.replication.failstop.core.Envelope;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The two services of the internal port. Both are served for the whole life of the process; what a
 * call is answered follows from the role at that moment, which is the core's business.
 */
final class InternalServices {

  private static final Set<MessageCase> UPDATES =
      Set.of(MessageCase.CLAIM, MessageCase.NEW_MASTER, MessageCase.HAND_OVER, MessageCase.LEAVE);

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
      calls.take(request, answer, inbox, Set.of(MessageCase.REGISTER));
    }

    @Override
    public void heartBeat(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox, Set.of(MessageCase.HEART_BEAT));
    }

    @Override
    public void reconcile(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox, Set.of(MessageCase.RECONCILE));
    }

    @Override
    public StreamObserver<PeerMessage> subscribe(StreamObserver<PeerMessage> toSlave) {
      LogStreams.LogStream stream = streams.new LogStream(inbox, LogStreams.OF_SLAVE);
      ((ServerCallStreamObserver<PeerMessage>) toSlave).setOnCancelHandler(stream::ended);
      return new FirstMessageAttaches(inbox, stream, toSlave);
    }

    @Override
    public void fetchSnapshot(PeerMessage request, StreamObserver<SnapshotFrame> answer) {
      ServerCallStreamObserver<SnapshotFrame> call =
          (ServerCallStreamObserver<SnapshotFrame>) answer;
      SnapshotSender sender = new SnapshotSender(call);
      try {
        MessageCodec.requireKind(request, Set.of(MessageCase.FETCH_SNAPSHOT));
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
    private final Inbox inbox;
    private final LogStreams.LogStream stream;
    private final StreamObserver<PeerMessage> toSlave;
    private boolean attached;
    private boolean refused;

    FirstMessageAttaches(
        Inbox inbox, LogStreams.LogStream stream, StreamObserver<PeerMessage> toSlave) {
      this.inbox = inbox;
      this.stream = stream;
      this.toSlave = toSlave;
    }

    @Override
    public void onNext(PeerMessage message) {
      if (!attached && !refused) {
        attach(message);
      }
      if (attached) {
        stream.onNext(message);
      }
    }

    /** Only a message that is in order: it takes the place of the stream that this slave had. */
    private void attach(PeerMessage first) {
      try {
        MessageCodec.requireKind(first, Set.of(MessageCase.SUBSCRIBE));
        Envelope slave = MessageCodec.envelope(first.getEnvelope());
        if (inbox.isForeign(slave)) {
          refuse(PendingCalls.foreign());
        } else {
          attached = true;
          stream.attach(slave.sender().internalAddress(), toSlave);
        }
      } catch (IllegalArgumentException e) {
        refuse(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      }
    }

    private void refuse(StatusRuntimeException why) {
      refused = true;
      toSlave.onError(why);
    }

    @Override
    public void onError(Throwable cause) {
      stream.onError(cause);
    }

    /** Without a first message there is nobody to tell it to. */
    @Override
    public void onCompleted() {
      if (attached) {
        stream.onCompleted();
      } else if (!refused) {
        toSlave.onCompleted();
      }
    }
  }

  private final class SlaveService extends SlaveServiceGrpc.SlaveServiceImplBase {
    @Override
    public void checkMaster(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox, Set.of(MessageCase.CHECK_MASTER));
    }

    @Override
    public void updateMaster(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox, UPDATES);
    }

    @Override
    public void fetchTail(PeerMessage request, StreamObserver<PeerMessage> answer) {
      calls.take(request, answer, inbox, Set.of(MessageCase.FETCH_TAIL));
    }
  }
}
