package io.jmessage.server.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The open push streams, by account. What it returns is a copy: streams may end while it is walked
 * through. Push thread only.
 */
final class Streams {
  private final Map<Long, Set<Subscription>> byAccount = new HashMap<>();

  void add(Subscription stream) {
    byAccount.computeIfAbsent(stream.account().id(), id -> new LinkedHashSet<>()).add(stream);
  }

  void remove(Subscription stream) {
    byAccount.computeIfPresent(
        stream.account().id(),
        (id, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
  }

  List<Subscription> of(long account) {
    return List.copyOf(byAccount.getOrDefault(account, Set.of()));
  }

  List<Subscription> all() {
    List<Subscription> all = new ArrayList<>();
    byAccount.values().forEach(all::addAll);
    return all;
  }
}
