package io.jmessage.client.cluster;

import io.grpc.Channel;

/** The server that is master now, as far as the client knows. Equal only to itself. */
public final class Master {
  private final ServerAddress address;
  private final Channel channel;

  Master(ServerAddress address, Channel channel) {
    this.address = address;
    this.channel = channel;
  }

  public ServerAddress address() {
    return address;
  }

  public Channel channel() {
    return channel;
  }
}
