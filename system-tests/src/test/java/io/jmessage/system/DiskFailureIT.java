package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A disk that takes nothing more or answers with errors: that server halts, says why, and the
 * others go on.
 */
class DiskFailureIT {
  private static final Duration HALT = Duration.ofSeconds(30);
  private static final int HALTED = 3;

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void serverHaltsAndOthersGoOn_whenItsDiskIsFull() throws Exception {
    Path data = Files.createDirectories(scene.directory().resolve("server-2"));
    Optional<SmallDisk> mounted = SmallDisk.mount(data, "40m");
    assumeTrue(mounted.isPresent(), "needs to be root, to mount a small file system");
    SmallDisk disk = scene.ending(mounted.orElseThrow()); // It is let go of after the servers.
    LocalCluster cluster = scene.plan(3).startAll();
    assertThat(cluster.line(2).data()).isEqualTo(data);
    ClusterWatch watch = scene.watch(cluster);
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(50);

    disk.fill();

    assertHalted(cluster, 2, "No space left on device");
    pair.awaitMore(50);
    watch.awaitInSync(List.of(1, 3), Scene.IN_SYNC);

    disk.release();
    cluster.start(2);
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    leaveOnly(2, cluster, pair);
  }

  /** The kernel answers what writes or syncs a file of the master with an I/O error. */
  @Tag("long")
  @Test
  void masterHaltsAndAnotherTakesOver_whenItsDiskAnswersWithErrors() throws Exception {
    masterHalts("fdatasync,fsync", "EIO", "Input/output error");
  }

  /** As file systems do when they find themselves damaged. */
  @Tag("long")
  @Test
  void masterHaltsAndAnotherTakesOver_whenItsFileSystemBecomesReadOnly() throws Exception {
    masterHalts("pwrite64,fdatasync,fsync", "EROFS", "Read-only file system");
  }

  private void masterHalts(String calls, String error, String why) throws Exception {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(50);

    scene.ending(FailingCalls.of(cluster.process(1).pid(), calls, error));

    assertHalted(cluster, 1, why);
    assertThat(watch.awaitMasterOtherThan(1, Scene.TAKE_OVER)).isEqualTo(2);
    pair.awaitMore(50);

    cluster.start(1);
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    leaveOnly(1, cluster, pair);
  }

  /** No write beyond a length succeeds any more. */
  @Tag("long")
  @Test
  void masterHaltsAndAnotherTakesOver_whenItsLogCannotBeWritten() throws Exception {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(600); // The log is longer than what may be written then; what it prints is not.

    boolean limited = runs("prlimit", "--fsize=65536", "--pid=" + cluster.process(1).pid());
    assumeTrue(limited, "needs prlimit of util-linux, to make writes of a process fail");

    assertHalted(cluster, 1, "File too large");
    assertThat(watch.awaitMasterOtherThan(1, Scene.TAKE_OVER)).isEqualTo(2);
    pair.awaitMore(50);

    cluster.start(1);
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    leaveOnly(1, cluster, pair);
  }

  @Tag("long")
  @Test
  void databaseIsBuiltAnew_whenItWasSpoiledWhileTheServerWasDown() throws Exception {
    LocalCluster cluster = scene.cluster(2);
    ClusterWatch watch = scene.watch(cluster);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    cluster.process(2).kill();
    byte[] garbage = new byte[100_000];
    new SplittableRandom(1).nextBytes(garbage);
    Files.write(cluster.line(2).data().resolve("chat.mv.db"), garbage);
    cluster.start(2);

    watch.awaitInSync(List.of(1, 2), Scene.IN_SYNC);
    assertThat(cluster.process(2).output()).contains("chat database damaged");
    leaveOnly(2, cluster, pair);
  }

  private static void leaveOnly(int last, LocalCluster cluster, Correspondence pair) {
    pair.awaitMore(20);
    for (int server : Scene.without(cluster, last)) {
      cluster.process(server).kill();
    }
    pair.awaitMore(20);
    pair.finish();
    pair.verify(List.of(cluster.line(last).clientAddress()));
  }

  private static void assertHalted(LocalCluster cluster, int server, String why) {
    assertThat(cluster.process(server).awaitEnd(HALT)).isEqualTo(HALTED);
    assertThat(haltLines(cluster.process(server))).hasSize(1);
    assertThat(haltLines(cluster.process(server)).get(0)).contains(why);
  }

  private static List<String> haltLines(ServerProcess process) {
    return process.output().lines().filter(line -> line.contains("halts: ")).toList();
  }

  private static boolean runs(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** From now on the kernel answers these calls of a process with that error; by strace. */
  private record FailingCalls(Process tracer) implements AutoCloseable {

    static FailingCalls of(long pid, String calls, String error) throws IOException {
      assumeTrue(runs("strace", "-V"), "needs strace, to make calls of a process fail");
      return new FailingCalls(
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-q",
                  "--trace=" + calls,
                  "--inject=" + calls + ":error=" + error,
                  "--output=/dev/null",
                  "--attach=" + pid)
              .inheritIO()
              .start());
    }

    @Override
    public void close() {
      tracer.destroyForcibly();
    }
  }
}
