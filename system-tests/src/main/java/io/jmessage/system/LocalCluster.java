package io.jmessage.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Servers on this machine, under one directory: {@code server-1}, {@code server-2} … with their
 * data, and {@code server-1.log} … with what they print. The first is the first master, the others
 * register with it. A server is always started with the same command line. Ids count from 1. Not
 * thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
  /** What the start script gives a server, for figures that hold for servers as people run them. */
  public static final List<String> START_SCRIPT_OPTIONS =
      List.of("-Xmx256m", "-Xmn128m", "-XX:+UseParallelGC");

  private static final String HOST = "127.0.0.1";

  private final Path directory;
  private final List<ServerLine> lines;
  private final Map<Integer, ServerProcess> processes = new HashMap<>();
  private final Map<Integer, Path> replaced = new HashMap<>();
  private List<String> jvmOptions = ServerProcess.JVM_OPTIONS;

  /** Servers whose command lines are these. */
  public LocalCluster(Path directory, List<ServerLine> lines) {
    this.directory = directory;
    this.lines = List.copyOf(lines);
  }

  /** A cluster on free ports; nothing is started or written. */
  public static LocalCluster plan(Path directory, int servers, String... options) {
    return at(directory, FreePorts.find(2 * servers), options);
  }

  /**
   * A cluster on these ports.
   *
   * @param ports of each server in turn the client port, then the internal port
   */
  public static LocalCluster at(Path directory, List<Integer> ports, String... options) {
    String master = HOST + ":" + ports.get(1);
    List<ServerLine> lines = new ArrayList<>();
    for (int i = 0; i < ports.size() / 2; i++) {
      lines.add(
          new ServerLine(
              Integer.toString(i + 1),
              HOST + ":" + ports.get(2 * i),
              HOST + ":" + ports.get(2 * i + 1),
              i == 0 ? Optional.empty() : Optional.of(master),
              directory.resolve("server-" + (i + 1)),
              List.of(options)));
    }
    return new LocalCluster(directory, lines);
  }

  /** Starts servers with these instead of what lets three of them fit beside anything. */
  public LocalCluster withJvmOptions(List<String> options) {
    jvmOptions = List.copyOf(options);
    return this;
  }

  /** Client and internal port of each server in turn. */
  public List<Integer> ports() {
    return lines.stream()
        .flatMap(line -> Stream.of(line.clientAddress(), line.internalAddress()))
        .map(address -> Integer.valueOf(address.substring(address.lastIndexOf(':') + 1)))
        .toList();
  }

  /**
   * Looks whether the servers will find their ports free.
   *
   * @throws SystemFailure if not, which names the port
   */
  public void refuseTakenPorts() {
    for (ServerLine line : lines) {
      for (String address : List.of(line.clientAddress(), line.internalAddress())) {
        if (!FreePorts.isFree(Integer.parseInt(address.substring(HOST.length() + 1)))) {
          throw new SystemFailure(
              "another program uses "
                  + address
                  + ", an address of server "
                  + line.id()
                  + "; end it, or start empty with --fresh");
        }
      }
    }
  }

  /**
   * Starts all: the first, and when its ports are open the others. On return all ports are open.
   */
  public LocalCluster startAll() {
    start(1);
    for (int server = 2; server <= size(); server++) {
      launch(server);
    }
    processes.values().forEach(ServerProcess::awaitReady);
    return this;
  }

  /** Starts one with its command line and waits until its ports are open. */
  public ServerProcess start(int server) {
    return launch(server).awaitReady();
  }

  /** Starts one with its command line and does not wait. */
  public ServerProcess launch(int server) {
    ServerProcess old = processes.get(server);
    if (old != null && old.isAlive()) {
      throw new IllegalStateException("server " + server + " runs already");
    }
    ServerProcess started =
        ServerProcess.start(
            line(server),
            jvmOptions,
            Optional.ofNullable(replaced.get(server)),
            directory.resolve("server-" + server + ".log"));
    processes.put(server, started);
    return started;
  }

  /** From its next start on, that server runs with these classes in the place of the jar's. */
  public void replaceClasses(int server, Path classes) {
    replaced.put(server, classes);
  }

  /** The process that was started last for this server. */
  public ServerProcess process(int server) {
    ServerProcess process = processes.get(server);
    if (process == null) {
      throw new IllegalStateException("server " + server + " was never started");
    }
    return process;
  }

  public ServerLine line(int server) {
    return lines.get(server - 1);
  }

  public int size() {
    return lines.size();
  }

  public Path directory() {
    return directory;
  }

  /** The client addresses of all servers, for a client. */
  public List<String> addresses() {
    return lines.stream().map(ServerLine::clientAddress).toList();
  }

  /** The servers that run, in order of their ids. */
  public List<Integer> alive() {
    return processes.entrySet().stream()
        .filter(entry -> entry.getValue().isAlive())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Stops all that run, the newest first, so that the one that is left has everything. */
  public void stopAll() {
    List<Integer> alive = alive();
    for (int i = alive.size() - 1; i >= 0; i--) {
      process(alive.get(i)).stop();
    }
  }

  /** Kills what still runs; the data stay. */
  @Override
  public void close() {
    processes.values().forEach(ServerProcess::close);
  }
}
