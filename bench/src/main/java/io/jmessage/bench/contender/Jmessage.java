package io.jmessage.bench.contender;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** What the ways to send to a Jmessage cluster share: the cluster. */
abstract class Jmessage implements Contender {
  private final String name;
  private final JmessageServers servers;

  Jmessage(String name, JmessageServers servers) {
    this.name = name;
    this.servers = servers;
  }

  @Override
  public final String name() {
    return name;
  }

  final JmessageServers servers() {
    return servers;
  }

  @Override
  public final void start(Path directory, Consumer<String> progress) {
    servers.start(directory.resolve("jmessage-" + servers.size()), progress);
  }

  @Override
  public final String version() {
    String version = Jmessage.class.getPackage().getImplementationVersion();
    return version == null ? "not built" : version;
  }

  @Override
  public final Map<String, ProcessHandle> processes() {
    return servers.processes();
  }

  @Override
  public final void close() {
    servers.close();
  }

  /** To whom a writer writes: the other one of the pair. */
  static int receiver(int writer) {
    return writer ^ 1;
  }

  /** Has users enough for so many writers and their receivers. */
  final Users users(int writers) {
    Users users = servers.users();
    users.grow(writers + writers % 2);
    return users;
  }
}
