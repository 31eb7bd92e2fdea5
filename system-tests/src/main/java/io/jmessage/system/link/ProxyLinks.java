package io.jmessage.system.link;

import io.jmessage.system.FreePorts;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.ServerLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Links through TCP proxies in this process, one for each pair and direction of connecting, and one
 * for the clients of each server; one thread for all. The proxy from server 2 to server 3 listens
 * at 127.90.2.3, and server 2 has a hosts file in which {@code server-3}, as that one calls itself,
 * is this address.
 *
 * <p>What passes is TCP: a cut holds bytes and delivers them when it heals, as TCP does by sending
 * again, and takes a few connections that it leaves without an answer. A refused connection comes
 * through as one, about 20 ms late. Needs a system that has all of 127.0.0.0/8, as Linux does.
 */
public final class ProxyLinks implements Links {
  private static final String HOST = "127.0.0.1";
  private static final Set<LinkFault> POSSIBLE = Set.copyOf(EnumSet.allOf(LinkFault.class));

  private record Direction(int from, int to) {}

  private final List<Integer> clientPorts;
  private final List<Integer> internalPorts;
  private final ProxyLoop loop = new ProxyLoop();
  private final Map<Direction, Conduct> conducts = new HashMap<>();

  /** By who connects to whom. */
  private final Map<Direction, Gate> gates = new HashMap<>();

  private ProxyLinks(List<Integer> clientPorts, List<Integer> internalPorts, long seed) {
    this.clientPorts = clientPorts;
    this.internalPorts = internalPorts;
    int servers = internalPorts.size();
    for (int from = CLIENTS; from <= servers; from++) {
      for (int to = CLIENTS; to <= servers; to++) {
        if (from != to) {
          conducts.put(new Direction(from, to), new Conduct(seed + 1000L * from + to));
        }
      }
    }
    loop.call(this::openGates);
  }

  /** Why there can be none here; empty: there can. */
  public static Optional<String> missing() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host(1, 2), 0));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("this system has no address " + host(1, 2) + ": " + e.getMessage());
    }
  }

  /**
   * Links for so many servers on free ports.
   *
   * @param seed of the jitter
   */
  public static ProxyLinks open(int servers, long seed) {
    List<Integer> ports = FreePorts.find(2 * servers);
    return at(ports.subList(0, servers), ports.subList(servers, 2 * servers), seed);
  }

  /** Links to what listens or will listen on these ports, server by server. */
  static ProxyLinks at(List<Integer> clientPorts, List<Integer> internalPorts, long seed) {
    return new ProxyLinks(List.copyOf(clientPorts), List.copyOf(internalPorts), seed);
  }

  private void openGates() {
    for (Direction direction : conducts.keySet()) {
      int to = direction.to();
      if (to != CLIENTS) {
        int port = (direction.from() == CLIENTS ? clientPorts : internalPorts).get(to - 1);
        Gate gate =
            new Gate(
                loop,
                new InetSocketAddress(host(direction.from(), to), port),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                conduct(direction.from(), to),
                conduct(to, direction.from()));
        gates.put(direction, gate);
        loop.add(gate);
      }
    }
  }

  private static String host(int from, int to) {
    return "127.90." + from + "." + to;
  }

  /** Where the proxy listens that leads the one to the other. */
  InetSocketAddress proxy(int from, int to) {
    int port = (from == CLIENTS ? clientPorts : internalPorts).get(to - 1);
    return new InetSocketAddress(host(from, to), port);
  }

  /** Also writes the hosts files. */
  @Override
  public LocalCluster plan(Path directory, List<String> options) {
    Optional<String> master = Optional.of(announced(1));
    List<ServerLine> lines = new ArrayList<>();
    for (int server = 1; server <= servers(); server++) {
      List<String> all = new ArrayList<>(options);
      all.add("--bind-client=" + HOST + ":" + clientPorts.get(server - 1));
      all.add("--bind-internal=" + HOST + ":" + internalPorts.get(server - 1));
      lines.add(
          new ServerLine(
                  Integer.toString(server),
                  host(CLIENTS, server) + ":" + clientPorts.get(server - 1),
                  announced(server),
                  server == 1 ? Optional.empty() : master,
                  directory.resolve("server-" + server),
                  all)
              .withJvmOptions(List.of("-Djdk.net.hosts.file=" + hostsFile(directory, server))));
    }
    return new LocalCluster(directory, lines);
  }

  private String announced(int server) {
    return name(server) + ":" + internalPorts.get(server - 1);
  }

  private static String name(int server) {
    return "server-" + server;
  }

  private Path hostsFile(Path directory, int server) {
    List<String> hosts = new ArrayList<>(List.of(HOST + " localhost"));
    IntStream.rangeClosed(1, servers())
        .forEach(to -> hosts.add((to == server ? HOST : host(server, to)) + " " + name(to)));
    try {
      Files.createDirectories(directory);
      return Files.write(directory.resolve(name(server) + ".hosts").toAbsolutePath(), hosts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int servers() {
    return internalPorts.size();
  }

  @Override
  public Set<LinkFault> possible() {
    return POSSIBLE;
  }

  @Override
  public void cutOneWay(int from, int to) {
    loop.call(() -> conduct(from, to).hold());
  }

  @Override
  public void cut(int a, int b) {
    directions(a, b, Conduct::hold);
  }

  @Override
  public void refuse(int a, int b) {
    gates(a, b, (gate, near) -> gate.refuse());
  }

  @Override
  public void slow(int a, int b, Duration delay, Duration jitter) {
    directions(a, b, conduct -> conduct.slow(delay, jitter));
  }

  @Override
  public void narrow(int a, int b, int bytesPerSecond) {
    directions(a, b, conduct -> conduct.narrow(bytesPerSecond));
  }

  @Override
  public void halfOpen(int unaware, int other) {
    gates(unaware, other, (gate, near) -> gate.halfOpen(near == unaware));
  }

  @Override
  public void reset(int a, int b) {
    gates(a, b, (gate, near) -> gate.reset());
  }

  @Override
  public void heal(int a, int b) {
    loop.call(() -> healLink(a, b));
  }

  @Override
  public void healAll() {
    loop.call(
        () -> conducts.keySet().forEach(direction -> healLink(direction.from(), direction.to())));
  }

  private void healLink(int a, int b) {
    conduct(a, b).heal();
    conduct(b, a).heal();
    for (Direction direction : List.of(new Direction(a, b), new Direction(b, a))) {
      Gate gate = gates.get(direction);
      if (gate != null) {
        gate.heal();
      }
    }
  }

  private void directions(int a, int b, Consumer<Conduct> change) {
    loop.call(
        () -> {
          change.accept(conduct(a, b));
          change.accept(conduct(b, a));
        });
  }

  /** Both gates between the two, each with the one that connects through it. */
  private void gates(int a, int b, BiConsumer<Gate, Integer> change) {
    loop.call(
        () -> {
          for (Direction direction : List.of(new Direction(a, b), new Direction(b, a))) {
            Gate gate = gates.get(direction);
            if (gate != null) {
              change.accept(gate, direction.from());
            }
          }
        });
  }

  private Conduct conduct(int from, int to) {
    Conduct conduct = conducts.get(new Direction(from, to));
    if (conduct == null) {
      throw new IllegalArgumentException("no link from " + from + " to " + to);
    }
    return conduct;
  }

  @Override
  public void close() {
    if (!loop.isClosed()) {
      loop.call(() -> gates.values().forEach(Gate::close));
      loop.close();
    }
  }
}
