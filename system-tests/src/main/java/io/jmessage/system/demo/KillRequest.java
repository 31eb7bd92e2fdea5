package io.jmessage.system.demo;

import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How a window asks the demo that started it to kill the master: a file that appears. Only a
 * process of the demo's own is killed. Not thread-safe.
 */
public final class KillRequest {
  private final Path file;
  private final LocalCluster cluster;

  /**
   * @param file what asks; one that is there already asks for nothing
   */
  public KillRequest(Path file, LocalCluster cluster) {
    this.file = file;
    this.cluster = cluster;
    taken();
  }

  /** What the command line of the window has to say. */
  public String windowOption() {
    return "--demo-kill-file=" + file;
  }

  /**
   * Kills the master with SIGKILL if a window has asked for it; while there is none, the request
   * waits.
   *
   * @return the server that was killed
   */
  public OptionalInt serve(ClusterWatch watch) {
    if (!Files.exists(file)) {
      return OptionalInt.empty();
    }
    int master = watch.master().map(Integer::parseInt).orElse(0);
    if (master == 0 || !taken()) {
      return OptionalInt.empty();
    }
    if (!cluster.process(master).isAlive()) {
      // Started again by hand: then it is not this program's to kill.
      return OptionalInt.empty();
    }
    cluster.process(master).kill();
    return OptionalInt.of(master);
  }

  private boolean taken() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + file, e);
    }
  }
}
