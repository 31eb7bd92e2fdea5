package io.jmessage.system.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A port that listens, and the connections it accepted. Not thread-safe. */
final class Host implements AutoCloseable {
  private static final int ACCEPT_MILLIS = 10_000;

  private final int port;
  private final List<Socket> accepted = new ArrayList<>();
  private ServerSocket listener;

  Host(int port) {
    this.port = port;
    listener = listen(port);
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next connection, which was made or is about to be made. */
  Socket accept() throws IOException {
    return accept(ACCEPT_MILLIS);
  }

  Socket accept(int millis) throws IOException {
    listener.setSoTimeout(millis);
    Socket socket = listener.accept();
    accepted.add(socket);
    return socket;
  }

  /** As a process that is gone: nobody listens any more, then its connections end. */
  void die() throws IOException {
    listener.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  void comeBack() {
    listener = listen(port);
  }

  @Override
  public void close() throws IOException {
    die();
  }
}
