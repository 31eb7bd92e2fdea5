package io.jmessage.server.replication.failstop.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.jmessage.proto.replication.SnapshotFooter;
import io.jmessage.proto.replication.SnapshotFrame;
import io.jmessage.proto.replication.SnapshotHeader;
import io.jmessage.server.replication.StateMachine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Streams one snapshot to one peer at the speed at which the peer reads. Runs on a thread of its
 * own; the network's threads only wake it.
 */
final class SnapshotSender {

  private static final int FORMAT = 1;
  private static final int FRAME_BYTES = 256 << 10;
  private static final long STALLED_MILLIS = 30_000;

  private final ServerCallStreamObserver<SnapshotFrame> peer;
  private final Object ready = new Object();

  /** Must be called inside the call's handler, before it returns. */
  SnapshotSender(ServerCallStreamObserver<SnapshotFrame> peer) {
    this.peer = peer;
    peer.setOnReadyHandler(this::wake);
    peer.setOnCancelHandler(this::wake);
  }

  void send(SnapshotSource source) {
    try (StateMachine.Snapshot snapshot = source.snapshot()) {
      peer.onNext(header(source));
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      Frames frames = new Frames(sha);
      try (OutputStream out = new BufferedOutputStream(frames, FRAME_BYTES)) {
        snapshot.writeTo(out);
      }
      SnapshotFooter footer =
          SnapshotFooter.newBuilder()
              .setBytes(frames.bytes)
              .setSha256(ByteString.copyFrom(sha.digest()))
              .build();
      peer.onNext(SnapshotFrame.newBuilder().setFooter(footer).build());
      peer.onCompleted();
    } catch (IOException | NoSuchAlgorithmException e) {
      if (!peer.isCancelled()) {
        peer.onError(Status.ABORTED.withDescription(e.getMessage()).asRuntimeException());
      }
    }
  }

  private static SnapshotFrame header(SnapshotSource source) {
    return SnapshotFrame.newBuilder()
        .setHeader(
            SnapshotHeader.newBuilder()
                .setFormat(FORMAT)
                .setClusterId(source.clusterId())
                .setPosition(MessageCodec.encode(source.position()))
                .setNewest(MessageCodec.encode(source.newest())))
        .build();
  }

  private void wake() {
    synchronized (ready) {
      ready.notifyAll();
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + STALLED_MILLIS * 1_000_000;
    synchronized (ready) {
      while (!peer.isReady() && !peer.isCancelled()) {
        long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          throw new IOException("the peer has not read for " + STALLED_MILLIS + " ms");
        }
        try {
          ready.wait(leftMillis);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
    }
    if (peer.isCancelled()) {
      throw new IOException("the peer went away");
    }
  }

  /** Turns what is written into frames. */
  private final class Frames extends OutputStream {
    private final MessageDigest sha;
    private long bytes;

    Frames(MessageDigest sha) {
      this.sha = sha;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
      for (int at = 0; at < length; at += FRAME_BYTES) {
        int from = offset + at;
        byte[] copy = Arrays.copyOfRange(data, from, from + Math.min(FRAME_BYTES, length - at));
        sha.update(copy);
        bytes += copy.length;
        awaitReady();
        peer.onNext(
            SnapshotFrame.newBuilder().setData(UnsafeByteOperations.unsafeWrap(copy)).build());
      }
    }
  }
}
