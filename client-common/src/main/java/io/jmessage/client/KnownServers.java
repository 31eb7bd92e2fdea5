package io.jmessage.client;

import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.client.store.DataDirectory;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The addresses that a client begins with. */
final class KnownServers {

  private KnownServers() {}

  /**
   * Those that were given, and those of every cluster that has one of them: it may have moved on to
   * other servers since the user wrote the list. Other clusters are left alone.
   */
  static List<ServerAddress> of(ChatClientConfig config, Optional<DataDirectory> data) {
    Set<ServerAddress> known = new LinkedHashSet<>(config.addresses());
    if (data.isPresent()) {
      for (List<String> lines : data.get().servers()) {
        List<ServerAddress> cluster = lines.stream().flatMap(line -> read(line).stream()).toList();
        if (!Collections.disjoint(cluster, config.addresses())) {
          known.addAll(cluster);
        }
      }
    }
    return List.copyOf(known);
  }

  /**
   * Empty: the line is none; a file that somebody has edited must not keep a client from starting.
   */
  static Optional<ServerAddress> read(String line) {
    try {
      return Optional.of(ServerAddress.parse(line));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
