package io.jmessage.system.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxy of one pair: where the one connects to reach the other. It listens only while its
 * target does: that a process is gone is told by a refused connection, and a proxy that accepts for
 * it would hide that. While the link is cut nothing is accepted: the system holds a few connections
 * that nobody answers, and drops the rest. Loop thread only.
 */
final class Gate implements ProxyLoop.Handler, ProxyLoop.Ticker {
  /** As the system does for a link that is cut: few, since each is silent anyway. */
  private static final int BACKLOG = 8;

  private static final long LOOK_NANOS = 20_000_000;

  /** On one machine a connection takes less. */
  private static final long CONNECT_NANOS = 1_000_000;

  /** A process that ends closes its connections and its listening port in any order. */
  private static final long DOUBT_NANOS = 1_000_000_000;

  private final ProxyLoop loop;
  private final InetSocketAddress listen;
  private final InetSocketAddress target;
  private final Conduct there;
  private final Conduct back;
  private final List<Relay> relays = new ArrayList<>();
  private @Nullable ServerSocketChannel listener;
  private @Nullable SelectionKey listening;
  private @Nullable SocketChannel look;
  private boolean refusing;
  private long nextLook;
  private long doubtUntil;

  Gate(
      ProxyLoop loop,
      InetSocketAddress listen,
      InetSocketAddress target,
      Conduct there,
      Conduct back) {
    this.loop = loop;
    this.listen = listen;
    this.target = target;
    this.there = there;
    this.back = back;
  }

  private boolean cut() {
    return there.held() || back.held();
  }

  @Override
  public void ready(SelectionKey key, long now) {
    ServerSocketChannel open = listener;
    if (open == null) {
      return;
    }
    try {
      for (SocketChannel near = open.accept(); near != null; near = open.accept()) {
        accept(near);
      }
    } catch (IOException e) {
      // The one that connected has gone again; the next one may be luckier.
    }
  }

  private void accept(SocketChannel near) {
    try {
      relays.add(new Relay(loop, near, target, there, back, this::doubtTarget));
    } catch (IOException refused) {
      Pipe.abort(near);
      doubtTarget();
    }
  }

  /** Looks at once and for some time whether the target still listens. */
  private void doubtTarget() {
    doubtUntil = loop.now() + DOUBT_NANOS;
    nextLook = 0;
    lookAtTarget(loop.now());
  }

  @Override
  public long tick(long now) {
    if (refusing) {
      shut();
    } else if (cut()) {
      // Whoever is beyond a cut link, and whether it runs, cannot be told from here.
      open();
    } else if (listener == null || now < doubtUntil) {
      lookAtTarget(now);
    }
    SelectionKey key = listening;
    if (key != null && key.isValid()) {
      key.interestOps(cut() ? 0 : SelectionKey.OP_ACCEPT);
    }
    long next = listener == null || now < doubtUntil ? now + LOOK_NANOS : Long.MAX_VALUE;
    if (look != null) {
      next = now + CONNECT_NANOS;
    }
    for (Relay relay : relays) {
      next = Math.min(next, relay.tick(now));
    }
    relays.removeIf(Relay::isOver);
    return next;
  }

  private void lookAtTarget(long now) {
    try {
      SocketChannel looking = look;
      if (looking == null) {
        if (now < nextLook) {
          return;
        }
        nextLook = now + LOOK_NANOS;
        looking = SocketChannel.open();
        look = looking;
        looking.configureBlocking(false);
        looking.connect(target);
      }
      // A target that neither takes nor refuses a connection is alive, and slow.
      if (looking.finishConnect() || now >= nextLook) {
        stopLooking();
        if (!refusing) {
          open();
        }
      }
    } catch (ConnectException refused) {
      stopLooking();
      if (!cut()) {
        shut();
      }
    } catch (IOException e) {
      stopLooking();
    }
  }

  private void stopLooking() {
    if (look != null) {
      Pipe.close(look);
      look = null;
    }
  }

  private void open() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocketChannel opened = ServerSocketChannel.open();
      listener = opened;
      opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      opened.bind(listen, BACKLOG);
      opened.configureBlocking(false);
      listening = loop.register(opened, SelectionKey.OP_ACCEPT, this);
    } catch (IOException e) {
      // The one that was closed a moment ago may still hold the port: again at the next look.
      shut();
    }
  }

  private void shut() {
    if (listener != null) {
      Pipe.close(listener);
      listener = null;
      listening = null;
    }
  }

  /** Resets what is connected, and refuses from now on. */
  void refuse() {
    refusing = true;
    shut();
    reset();
  }

  void reset() {
    relays.forEach(Relay::abort);
  }

  /**
   * @param nearStays whether those who connected are the ones who do not learn of it
   */
  void halfOpen(boolean nearStays) {
    relays.forEach(relay -> relay.halfOpen(nearStays));
  }

  void heal() {
    refusing = false;
    doubtUntil = loop.now() + DOUBT_NANOS;
    relays.stream().filter(Relay::isHalfOpen).forEach(Relay::abort);
  }

  void close() {
    refusing = true;
    stopLooking();
    shut();
    reset();
  }
}
