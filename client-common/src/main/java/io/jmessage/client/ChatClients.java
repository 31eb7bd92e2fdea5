package io.jmessage.client;

import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.client.store.DataDirectory;
import java.nio.file.Path;
import java.util.List;

/** Opens clients. The only place that names the implementation. */
public final class ChatClients {

  private ChatClients() {}

  /**
   * A client that looks for the master from now on. Reads the known addresses, if there is a data
   * directory; does not wait for a server. Close it in the end.
   */
  public static ChatClient open(ChatClientConfig config) {
    GrpcChatClient client = new GrpcChatClient(config);
    client.start();
    return client;
  }

  /**
   * The servers of the cluster that a client with this data directory has talked to last; empty:
   * ask the user.
   */
  public static List<ServerAddress> knownServers(Path dataDirectory) {
    return new DataDirectory(dataDirectory)
        .servers().stream()
            .findFirst()
            .map(lines -> lines.stream().flatMap(line -> KnownServers.read(line).stream()).toList())
            .orElse(List.of());
  }
}
