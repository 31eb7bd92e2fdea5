package io.jmessage.system.demo;

import io.jmessage.system.LocalCluster;
import io.jmessage.system.SystemFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a demo's servers live between two runs, and on which ports. One program at a time may hold
 * it.
 */
final class DemoDirectory implements AutoCloseable {
  private static final String CLUSTER = "cluster.properties";
  private static final String LOCK = "demo.lock";
  private static final String PORTS = "ports";
  private static final String PIDS = "pids";

  private final Path path;
  private final FileChannel lock;

  private DemoDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** The place for data that nobody would miss, as the system has it. */
  static Path standard(String name) {
    String home = System.getProperty("user.home");
    String windows = System.getenv("LOCALAPPDATA");
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        windows != null
            ? Path.of(windows)
            : state != null && !state.isBlank() ? Path.of(state) : Path.of(home, ".local", "state");
    return base.resolve("jmessage").resolve(name);
  }

  /**
   * Opens or creates it.
   *
   * @throws SystemFailure if another demo holds it
   */
  @SuppressWarnings("resource") // The channel lives as long as this.
  static DemoDirectory open(Path path) {
    try {
      Files.createDirectories(path);
      if (!isEmpty(path) && !Files.exists(path.resolve(LOCK))) {
        throw new SystemFailure(path + " holds something else; choose another --data");
      }
      FileChannel lock =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(lock)) {
        lock.close();
        throw new SystemFailure(
            "another demo runs in " + path + "; end it, or choose another --data");
      }
      return new DemoDirectory(path, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + path + ": " + e.getMessage(), e);
    }
  }

  Path path() {
    return path;
  }

  /** Deletes what earlier demos left here. */
  void clear() {
    memory().ifPresent(DemoDirectory::refuseIfRunning);
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst =
          all.filter(file -> !file.equals(path) && !file.endsWith(LOCK))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + path, e);
    }
  }

  /** Whether an earlier demo left servers here. */
  boolean hasCluster() {
    return memory().isPresent();
  }

  /**
   * The cluster of the earlier demo, or a new one on free ports.
   *
   * @throws SystemFailure if the earlier one has another number of servers, or one of its ports is
   *     taken
   */
  LocalCluster cluster(int servers) {
    Optional<Properties> memory = memory();
    if (memory.isEmpty()) {
      return LocalCluster.plan(path, servers);
    }
    List<Integer> ports = numbers(memory.get(), PORTS).map(Long::intValue).toList();
    if (ports.size() != 2 * servers) {
      throw new SystemFailure(
          path
              + " holds a cluster of "
              + ports.size() / 2
              + " servers: say --servers="
              + ports.size() / 2
              + ", or --fresh to start empty");
    }
    refuseIfRunning(memory.get());
    LocalCluster cluster = LocalCluster.at(path, ports);
    cluster.refuseTakenPorts();
    return cluster;
  }

  /** Writes down ports and processes for the next run. */
  void remember(LocalCluster cluster) {
    Properties memory = new Properties();
    memory.setProperty(PORTS, join(cluster.ports().stream()));
    memory.setProperty(PIDS, join(cluster.alive().stream().map(i -> cluster.process(i).pid())));
    try (Writer out = Files.newBufferedWriter(path.resolve(CLUSTER))) {
      memory.store(out, "The servers of the demo, and their processes");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + path, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A demo that was killed with SIGKILL could not end its servers. */
  private static void refuseIfRunning(Properties memory) {
    List<Long> running =
        numbers(memory, PIDS).filter(DemoDirectory::isServer).collect(Collectors.toList());
    if (!running.isEmpty()) {
      String pids = join(running.stream());
      throw new SystemFailure(
          "servers of an earlier demo still run as processes " + pids + "; end them: kill " + pids);
    }
  }

  private static boolean isServer(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().commandLine())
        .filter(command -> command.contains("jmessage-server"))
        .isPresent();
  }

  private Optional<Properties> memory() {
    Properties memory = new Properties();
    try (Reader in = Files.newBufferedReader(path.resolve(CLUSTER))) {
      memory.load(in);
      return Optional.of(memory);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path.resolve(CLUSTER), e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldHere) {
      return false;
    }
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  private static Stream<Long> numbers(Properties memory, String key) {
    return Arrays.stream(memory.getProperty(key, "").split(" "))
        .filter(text -> !text.isBlank())
        .map(Long::valueOf);
  }

  private static String join(Stream<? extends Number> numbers) {
    return numbers.map(String::valueOf).collect(Collectors.joining(" "));
  }
}
