package io.jmessage.system.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection through a proxy: the near end is the one that connected, the far end the one it
 * wanted. Loop thread only.
 */
final class Relay implements ProxyLoop.Handler {
  private final SocketChannel near;
  private final SocketChannel far;
  private final SelectionKey nearKey;
  private final SelectionKey farKey;
  private final Pipe there;
  private final Pipe back;
  private final Runnable targetDoubtful;
  private boolean connected;
  private boolean halfOpen;
  private boolean over;

  /**
   * @param near accepted
   * @param targetDoubtful called when the far end refused, ended or failed
   */
  Relay(
      ProxyLoop loop,
      SocketChannel near,
      InetSocketAddress target,
      Conduct thither,
      Conduct hither,
      Runnable targetDoubtful)
      throws IOException {
    this.near = near;
    this.targetDoubtful = targetDoubtful;
    far = SocketChannel.open();
    try {
      near.configureBlocking(false);
      near.setOption(StandardSocketOptions.TCP_NODELAY, true);
      far.configureBlocking(false);
      far.setOption(StandardSocketOptions.TCP_NODELAY, true);
      there = new Pipe(near, far, thither);
      back = new Pipe(far, near, hither);
      nearKey = loop.register(near, 0, this);
      farKey = loop.register(far, SelectionKey.OP_CONNECT, this);
      far.connect(target);
    } catch (IOException e) {
      Pipe.abort(far);
      throw e;
    }
  }

  @Override
  public void ready(SelectionKey key, long now) {
    if (over) {
      return;
    }
    if (!connected && key == farKey) {
      connect();
    } else if (key.isReadable()) {
      (key == nearKey ? there : back).read(now);
      if (key == farKey && back.sourceOver()) {
        targetDoubtful.run();
      }
    }
  }

  private void connect() {
    try {
      connected = far.finishConnect();
    } catch (IOException refused) {
      abort();
      targetDoubtful.run();
    }
  }

  /**
   * Passes on what is due.
   *
   * @return when to call again if nothing else happens
   */
  long tick(long now) {
    if (over || !connected) {
      return Long.MAX_VALUE;
    }
    long next = Math.min(pump(there, back, now), pump(back, there, now));
    if (there.wasReset() || back.wasReset()) {
      abort();
    } else if (halfOpen ? there.ended() || back.ended() : there.ended() && back.ended()) {
      close();
    } else {
      interest(nearKey, there, back);
      interest(farKey, back, there);
    }
    return over ? Long.MAX_VALUE : next;
  }

  /** Pumps one direction; a sink that is gone is the source of the other direction. */
  private static long pump(Pipe pipe, Pipe opposite, long now) {
    try {
      return pipe.pump(now);
    } catch (IOException e) {
      pipe.sinkIsLost();
      opposite.sourceFailed(now);
      return now;
    }
  }

  private static void interest(SelectionKey key, Pipe from, Pipe to) {
    if (key.isValid()) {
      key.interestOps(
          (from.hungry() ? SelectionKey.OP_READ : 0) | (to.blocked() ? SelectionKey.OP_WRITE : 0));
    }
  }

  /** Closes the end of one; the other one's stays, and what comes from there is lost. */
  void halfOpen(boolean nearStays) {
    if (over || halfOpen) {
      return;
    }
    halfOpen = true;
    (nearStays ? there : back).sinkIsLost();
    Pipe.close(nearStays ? far : near);
  }

  boolean isHalfOpen() {
    return halfOpen;
  }

  boolean isOver() {
    return over;
  }

  /** Both ends see a reset. */
  void abort() {
    over = true;
    Pipe.abort(near);
    Pipe.abort(far);
  }

  private void close() {
    over = true;
    Pipe.close(near);
    Pipe.close(far);
  }
}
