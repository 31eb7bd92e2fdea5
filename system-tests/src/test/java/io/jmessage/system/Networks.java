package io.jmessage.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A network of its own for each server of one test: Linux network namespaces, joined by a bridge in
 * a namespace of its own, for what servers say to each other, and a link of each to this process,
 * for clients. A cut takes a server off the bridge, so that its packets get no answer; its clients
 * notice nothing. Everything is gone after {@link #close}.
 */
final class Networks implements AutoCloseable {
  private static final int CLIENT_PORT = 9000;
  private static final int INTERNAL_PORT = 9001;
  private static final long COMMAND_SECONDS = 20;

  private final String prefix = "jm" + ProcessHandle.current().pid() % 100_000;
  private final int servers;

  private Networks(int servers) {
    this.servers = servers;
  }

  /** Why there can be none here; empty: there can. */
  static Optional<String> missing() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("network namespaces are of Linux");
    }
    String name = "jmtry" + ProcessHandle.current().pid();
    try {
      run("ip", "netns", "add", name);
      run("ip", "netns", "delete", name);
      return Optional.empty();
    } catch (SystemFailure | UncheckedIOException e) {
      return Optional.of("this user may not make network namespaces: " + e.getMessage());
    }
  }

  /** As many networks as servers, connected. */
  static Networks open(int servers) {
    Networks networks = new Networks(servers);
    try {
      networks.make();
      return networks;
    } catch (RuntimeException e) {
      networks.close();
      throw e;
    }
  }

  private void make() {
    run("ip", "netns", "add", bridge());
    run("ip", "-n", bridge(), "link", "add", "bridge", "type", "bridge");
    run("ip", "-n", bridge(), "link", "set", "bridge", "up");
    for (int server = 1; server <= servers; server++) {
      String name = name(server);
      run("ip", "netns", "add", name);
      run("ip", "-n", name, "link", "set", "lo", "up");
      // To the bridge.
      run(
          "ip",
          "-n",
          bridge(),
          "link",
          "add",
          port(server),
          "type",
          "veth",
          "peer",
          "name",
          "servers",
          "netns",
          name);
      run("ip", "-n", name, "address", "add", internalHost(server) + "/24", "dev", "servers");
      run("ip", "-n", name, "link", "set", "servers", "up");
      run("ip", "-n", bridge(), "link", "set", port(server), "up");
      connect(server);
      // To this process.
      run("ip", "link", "add", name, "type", "veth", "peer", "name", "clients", "netns", name);
      run("ip", "address", "add", "10.213." + server + ".254/24", "dev", name);
      run("ip", "-n", name, "address", "add", clientHost(server) + "/24", "dev", "clients");
      run("ip", "-n", name, "link", "set", "clients", "up");
      run("ip", "link", "set", name, "up");
    }
  }

  private String bridge() {
    return prefix + "b";
  }

  private String name(int server) {
    return prefix + "s" + server;
  }

  private static String port(int server) {
    return "port" + server;
  }

  private static String internalHost(int server) {
    return "10.213.0." + server;
  }

  private static String clientHost(int server) {
    return "10.213." + server + ".1";
  }

  /** Servers with their data under the directory, each in its network; nothing is started. */
  LocalCluster plan(Path directory) {
    Optional<String> master = Optional.of(internalHost(1) + ":" + INTERNAL_PORT);
    List<ServerLine> lines =
        IntStream.rangeClosed(1, servers)
            .mapToObj(
                server ->
                    new ServerLine(
                        Integer.toString(server),
                        clientHost(server) + ":" + CLIENT_PORT,
                        internalHost(server) + ":" + INTERNAL_PORT,
                        server == 1 ? Optional.empty() : master,
                        directory.resolve("server-" + server),
                        List.of(),
                        List.of("ip", "netns", "exec", name(server))))
            .toList();
    return new LocalCluster(directory, lines);
  }

  /** From now on no other server hears this one, nor it them; nobody is told. */
  void cut(int server) {
    run("ip", "-n", bridge(), "link", "set", port(server), "nomaster");
  }

  void connect(int server) {
    run("ip", "-n", bridge(), "link", "set", port(server), "master", "bridge");
  }

  /** After the servers have ended. */
  @Override
  public void close() {
    for (int server = 1; server <= servers; server++) {
      // A link goes with both of its ends, a namespace with all that is left in it.
      runIfThere("ip", "link", "delete", name(server));
      runIfThere("ip", "netns", "delete", name(server));
    }
    runIfThere("ip", "netns", "delete", bridge());
  }

  private static void runIfThere(String... command) {
    try {
      run(command);
    } catch (SystemFailure e) {
      // What it names was not made.
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new SystemFailure(String.join(" ", command) + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }
}
