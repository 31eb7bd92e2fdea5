package io.jmessage.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address that nobody uses now. They lie below those that systems hand to
 * outgoing connections, so that none is taken while its server is down.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 31_999;
  private static final int TRIES_MAX = 1000;

  /** A server that is down has its ports for itself all the same. */
  private static final Set<Integer> GIVEN = new HashSet<>();

  private FreePorts() {}

  /**
   * In rising order: so the first server has the smallest address, the second the next. No port is
   * given twice by one process. Thread-safe.
   */
  public static synchronized List<Integer> find(int count) {
    List<Integer> ports = new ArrayList<>();
    for (int tries = 0; ports.size() < count; tries++) {
      if (tries == TRIES_MAX) {
        throw new SystemFailure("no free port between " + FIRST + " and " + LAST);
      }
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (!GIVEN.contains(port) && isFree(port)) {
        GIVEN.add(port);
        ports.add(port);
      }
    }
    ports.sort(null);
    return ports;
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
