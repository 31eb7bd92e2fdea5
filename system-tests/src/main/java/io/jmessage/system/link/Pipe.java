package io.jmessage.system.link;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of one connection: bytes, then an end or a reset, each when its direction of the
 * link lets it pass, in order. An end and a reset travel like bytes: nobody learns of them through
 * a link that is cut. Loop thread only.
 */
final class Pipe {
  private enum Kind {
    BYTES,
    END,
    RESET
  }

  private record Parcel(Kind kind, ByteBuffer bytes, long due) {}

  /** Nobody learns of an end before the gate has looked whether the process is gone. */
  private static final long END_NANOS = 2_000_000;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel source;
  private final SocketChannel sink;
  private final Conduct conduct;
  private final Deque<Parcel> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private long lastDue;
  private boolean sourceOver;
  private boolean sinkBlocked;
  private boolean sinkLost;
  private boolean ended;
  private boolean reset;

  Pipe(SocketChannel source, SocketChannel sink, Conduct conduct) {
    this.source = source;
    this.sink = sink;
    this.conduct = conduct;
  }

  /** Whether it would take more from its source now. */
  boolean hungry() {
    return !sourceOver && !conduct.held() && waitingBytes < conduct.waitingMax();
  }

  /** Whether it waits for its sink to take more. */
  boolean blocked() {
    return sinkBlocked && !conduct.held();
  }

  /** Whether it has passed the end of the source on, and is done. */
  boolean ended() {
    return ended;
  }

  /** Whether it has come to a reset, which both ends are to see. */
  boolean wasReset() {
    return reset;
  }

  /** Whether the source has ended or failed. */
  boolean sourceOver() {
    return sourceOver;
  }

  /** Takes what the source has. */
  void read(long now) {
    try {
      while (hungry()) {
        ByteBuffer bytes = ByteBuffer.allocate(conduct.readMax());
        int count = source.read(bytes);
        if (count == 0) {
          return;
        }
        if (count < 0) {
          sourceOver = true;
          add(Kind.END, NOTHING, now);
        } else {
          add(Kind.BYTES, bytes.flip(), now);
        }
      }
    } catch (IOException e) {
      sourceFailed(now);
    }
  }

  /** The source was reset, or is gone. */
  void sourceFailed(long now) {
    if (!reset && (!sourceOver || waiting.isEmpty())) {
      sourceOver = true;
      add(Kind.RESET, NOTHING, now);
    }
  }

  /** Nobody takes anything at the sink any more: what comes is lost. */
  void sinkIsLost() {
    sinkLost = true;
    sinkBlocked = false;
  }

  private void add(Kind kind, ByteBuffer bytes, long now) {
    long earliest = kind == Kind.BYTES ? now : now + END_NANOS;
    lastDue = Math.max(lastDue, conduct.due(earliest, bytes.remaining()));
    waiting.add(new Parcel(kind, bytes, lastDue));
    waitingBytes += bytes.remaining();
  }

  /**
   * Passes on what is due.
   *
   * @return when to call again if nothing else happens
   * @throws IOException if the sink is gone
   */
  long pump(long now) throws IOException {
    sinkBlocked = false;
    while (!waiting.isEmpty() && !conduct.held()) {
      Parcel parcel = waiting.peek();
      if (parcel.due() > now) {
        return parcel.due();
      }
      if (!pass(parcel)) {
        sinkBlocked = true;
        break;
      }
      waiting.remove();
    }
    return Long.MAX_VALUE;
  }

  private boolean pass(Parcel parcel) throws IOException {
    switch (parcel.kind()) {
      case BYTES -> {
        int before = parcel.bytes().remaining();
        if (sinkLost) {
          parcel.bytes().position(parcel.bytes().limit());
        } else {
          sink.write(parcel.bytes());
        }
        waitingBytes -= before - parcel.bytes().remaining();
        return !parcel.bytes().hasRemaining();
      }
      case END -> {
        ended = true;
        if (!sinkLost) {
          sink.shutdownOutput();
        }
        return true;
      }
      case RESET -> {
        reset = true;
        return true;
      }
    }
    throw new IllegalStateException("no such kind: " + parcel.kind());
  }

  /** Closes a connection so that its other end sees a reset. */
  static void abort(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // It is closed or was reset already.
    }
    close(channel);
  }

  static void close(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      // Nothing is left to be done with it.
    }
  }
}
