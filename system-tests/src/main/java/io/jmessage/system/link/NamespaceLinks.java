package io.jmessage.system.link;

import io.jmessage.system.LocalCluster;
import io.jmessage.system.ServerLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Links between networks of Linux, one for each server, with a packet filter at each end. Packets
 * are dropped on their way, so a cut is what a cable does: nothing is answered, acknowledgements of
 * TCP are lost as well, and what is lost is sent again ever more slowly. They are neither delayed
 * nor kept back: that needs a part of the kernel ({@code netem}) that many do not have, and {@link
 * ProxyLinks} do it anywhere.
 */
public final class NamespaceLinks implements Links {
  private static final int CLIENT_PORT = 9000;
  private static final int INTERNAL_PORT = 9001;

  private record Direction(int from, int to) {}

  private final Namespaces namespaces;
  private final int servers;
  private final Set<LinkFault> possible;
  private final Set<Direction> cut = new HashSet<>();
  private final Set<Direction> refused = new HashSet<>();

  private NamespaceLinks(Namespaces namespaces, int servers) {
    this.namespaces = namespaces;
    this.servers = servers;
    EnumSet<LinkFault> faults = EnumSet.of(LinkFault.CUT, LinkFault.ONE_WAY, LinkFault.REFUSE);
    if (Namespaces.canReset()) {
      faults.add(LinkFault.RESET);
    }
    possible = Set.copyOf(faults);
  }

  /** Why there can be none here; empty: there can. */
  public static Optional<String> missing() {
    return Namespaces.missing();
  }

  /** Makes the networks. */
  public static NamespaceLinks open(int servers) {
    return new NamespaceLinks(Namespaces.open(servers), servers);
  }

  @Override
  public LocalCluster plan(Path directory, List<String> options) {
    List<String> all = new ArrayList<>(options);
    // So that an operator in this process's network reaches it too.
    all.add("--bind-internal=0.0.0.0:" + INTERNAL_PORT);
    Optional<String> master = Optional.of(Namespaces.host(1) + ":" + INTERNAL_PORT);
    List<ServerLine> lines =
        IntStream.rangeClosed(1, servers)
            .mapToObj(
                server ->
                    new ServerLine(
                            Integer.toString(server),
                            Namespaces.hostForClients(server) + ":" + CLIENT_PORT,
                            Namespaces.host(server) + ":" + INTERNAL_PORT,
                            server == 1 ? Optional.empty() : master,
                            directory.resolve("server-" + server),
                            all)
                        .withBefore(List.of("ip", "netns", "exec", namespaces.name(server))))
            .toList();
    return new LocalCluster(directory, lines);
  }

  @Override
  public int servers() {
    return servers;
  }

  @Override
  public Set<LinkFault> possible() {
    return possible;
  }

  /** To the clients nothing can be cut alone: their network has no filter. */
  @Override
  public synchronized void cutOneWay(int from, int to) {
    if (to == CLIENTS) {
      throw impossible(LinkFault.ONE_WAY);
    }
    cut.add(new Direction(from, to));
    filter(to);
  }

  @Override
  public synchronized void cut(int a, int b) {
    if (a != CLIENTS) {
      cutOneWay(b, a);
    }
    if (b != CLIENTS) {
      cutOneWay(a, b);
    }
  }

  /** A connection that says nothing is reset when it next says something. */
  @Override
  public synchronized void refuse(int a, int b) {
    refused.add(new Direction(a, b));
    refused.add(new Direction(b, a));
    filter(a);
    filter(b);
  }

  @Override
  public void slow(int a, int b, Duration delay, Duration jitter) {
    throw impossible(LinkFault.SLOW);
  }

  @Override
  public void narrow(int a, int b, int bytesPerSecond) {
    throw impossible(LinkFault.NARROW);
  }

  @Override
  public void halfOpen(int unaware, int other) {
    throw impossible(LinkFault.HALF_OPEN);
  }

  @Override
  public synchronized void reset(int a, int b) {
    if (!possible.contains(LinkFault.RESET)) {
      throw impossible(LinkFault.RESET);
    }
    int server = a == CLIENTS ? b : a;
    namespaces.endConnections(server, address(server == a ? b : a, server));
  }

  @Override
  public synchronized void heal(int a, int b) {
    for (Direction direction : List.of(new Direction(a, b), new Direction(b, a))) {
      cut.remove(direction);
      refused.remove(direction);
    }
    filter(a);
    filter(b);
  }

  @Override
  public synchronized void healAll() {
    cut.clear();
    refused.clear();
    IntStream.rangeClosed(1, servers).forEach(this::filter);
  }

  private void filter(int server) {
    if (server != CLIENTS) {
      namespaces.filter(server, kept(cut, server), kept(refused, server));
    }
  }

  private static List<String> kept(Set<Direction> directions, int to) {
    return directions.stream()
        .filter(direction -> direction.to() == to)
        .map(direction -> address(direction.from(), to))
        .toList();
  }

  /** What that server knows the other one by. */
  private static String address(int of, int at) {
    return of == CLIENTS ? Namespaces.clients(at) : Namespaces.host(of);
  }

  private static UnsupportedOperationException impossible(LinkFault fault) {
    return new UnsupportedOperationException(fault + " needs links through proxies");
  }

  @Override
  public synchronized void close() {
    namespaces.close();
  }
}
