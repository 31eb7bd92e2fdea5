package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.InvalidCommandException;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.NotMasterException;
import io.jmessage.server.replication.support.ListStateMachine;
import io.jmessage.server.replication.support.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailstopClusterTest {

  @TempDir Path directory;

  @Test
  void acknowledgesAlone_whenItIsTheOnlyServer() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 1)) {
      cluster.start(0);

      Committed committed = cluster.submit("hello");

      assertThat(committed.result().toStringUtf8()).isEqualTo("done hello");
      assertThat(committed.copies()).isEqualTo(1);
      assertThat(cluster.node(0).state().commands())
          .containsExactly(ByteString.copyFromUtf8("hello"));
    }
  }

  @Test
  void appliesEverythingEverywhereInOneOrder_whenThreeServersAreInSync() throws Exception {
    try (LocalCluster cluster = threeInSync()) {
      List<CompletableFuture<Committed>> sends = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        sends.add(cluster.master().orElseThrow().engine().submit(text(i)));
      }
      for (CompletableFuture<Committed> send : sends) {
        assertThat(send.get(30, TimeUnit.SECONDS).copies()).isEqualTo(3);
      }

      awaitAllEqual(cluster, 2000);
      assertThat(cluster.node(0).state().commands()).startsWith(text(0), text(1));
      assertThat(cluster.halts()).isEmpty();
    }
  }

  @Test
  void refusesWithTheMastersAddress_whenASlaveIsAsked() throws Exception {
    try (LocalCluster cluster = threeInSync()) {
      CompletableFuture<Committed> refused = cluster.node(1).engine().submit(text(1));

      assertThat(refused)
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              NotMasterException.class,
              e -> assertThat(e.master().map(ClusterView.Member::id)).contains("s0"));
    }
  }

  @Test
  void refusesABadCommandBeforeItIsInAnyLog() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 1)) {
      cluster.start(0);
      LogPosition before = cluster.submit("before").position();

      assertThat(cluster.node(0).engine().submit(ByteString.EMPTY))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(InvalidCommandException.class);

      assertThat(cluster.submit("after").position().index()).isEqualTo(before.index() + 1);
      assertThat(cluster.halts()).isEmpty();
    }
  }

  @Test
  void handsOverAndGoesOn_whenTheMasterStopsAsPlanned() throws Exception {
    try (LocalCluster cluster = threeInSync()) {
      cluster.submit("before");

      cluster.stop(0);
      cluster.submit("between");
      cluster.stop(1);
      Committed last = cluster.submit("after");

      assertThat(last.copies()).isEqualTo(1);
      assertThat(texts(cluster.node(2))).containsExactly("before", "between", "after");
    }
  }

  @Test
  void rejoinsWithItsOldCommandLine_whenTheFirstMasterComesBack() throws Exception {
    try (LocalCluster cluster = threeInSync()) {
      cluster.submit("one");
      cluster.stop(0);
      cluster.submit("two");

      cluster.start(0);
      cluster.awaitInSync(3);
      cluster.submit("three");

      assertThat(cluster.node(0).view().isMaster()).isFalse();
      awaitAllEqual(cluster, 3);
      assertThat(texts(cluster.node(0))).containsExactly("one", "two", "three");
    }
  }

  @Test
  void hasEverything_whenAllServersStopAndStartInReverseOrder() throws Exception {
    try (LocalCluster cluster = threeInSync()) {
      for (int i = 0; i < 50; i++) {
        cluster.submit("m" + i);
      }
      cluster.stop(0);
      cluster.stop(1);
      cluster.stop(2);

      cluster.start(2);
      cluster.start(1);
      cluster.start(0);
      cluster.awaitInSync(3);
      cluster.submit("again");

      awaitAllEqual(cluster, 51);
    }
  }

  @Test
  void getsASnapshotWhileWritesGoOn_whenASlaveJoinsLate() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 2)) {
      cluster.start(0);
      cluster.awaitMaster();
      List<CompletableFuture<Committed>> sends = new ArrayList<>();
      for (int i = 0; i < 15_000; i++) {
        sends.add(cluster.node(0).engine().submit(text(i)));
      }
      sends.get(sends.size() - 1).get(30, TimeUnit.SECONDS);

      cluster.start(1);
      int more = 0;
      while (cluster.node(1).view().members().stream().filter(m -> m.inSync()).count() < 2) {
        cluster.submit("during " + more++);
      }

      awaitAllEqual(cluster, 15_000 + more);
      cluster.stop(0);
      cluster.submit("after");
      assertThat(cluster.node(1).state().commands()).hasSize(15_001 + more);
    }
  }

  /**
   * A state that takes long to load keeps nobody waiting but those who read it: the slave follows,
   * is in sync, may be promoted, and answers once it has applied everything.
   */
  @Test
  void isInSyncAndPromoted_whileItsStateIsStillBeingLoaded() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 2)) {
      cluster.start(0);
      cluster.awaitMaster();
      submitMany(cluster, 12_000);
      ListStateMachine slow = new ListStateMachine();
      slow.holdLoads();
      cluster.start(1, slow);
      assertThat(slow.loadBegan().await(60, TimeUnit.SECONDS)).isTrue();

      cluster.awaitInSync(2);
      cluster.submit("while loading");
      cluster.stop(0);
      LocalCluster.Node promoted = cluster.awaitMaster();
      CompletableFuture<Committed> send = promoted.engine().submit(text(12_000));
      CompletableFuture<LogPosition> read = promoted.engine().readBarrier();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> promoted.view().commitIndex() > 12_000 && promoted.view().isMaster());
      assertThat(slow.commands()).isEmpty();
      assertThat(send).isNotDone();
      assertThat(read).isNotDone();
      slow.letLoadsGo();

      assertThat(send.get(30, TimeUnit.SECONDS).copies()).isEqualTo(1);
      assertThat(read.get(30, TimeUnit.SECONDS).index()).isPositive();
      assertThat(slow.commands()).hasSize(12_002);
      assertThat(cluster.halts()).isEmpty();
    }
  }

  @Test
  void startsAgainFromItsSnapshot_whenItStoppedWhileItsStateWasBeingLoaded() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 2)) {
      cluster.start(0);
      cluster.awaitMaster();
      submitMany(cluster, 12_000);
      ListStateMachine slow = new ListStateMachine();
      slow.holdLoads();
      cluster.start(1, slow);
      assertThat(slow.loadBegan().await(60, TimeUnit.SECONDS)).isTrue();

      cluster.stop(1);
      slow.letLoadsGo();
      cluster.start(1);
      cluster.awaitInSync(2);

      awaitAllEqual(cluster, 12_000);
      assertThat(cluster.halts()).isEmpty();
    }
  }

  /** The log does not grow for ever, and who joins or comes back meanwhile has everything. */
  @Test
  void keepsTheLogShort_andASlaveJoinsMeanwhile() throws Exception {
    long keep = 64 << 10;
    try (LocalCluster cluster = new LocalCluster(directory, 2, keep)) {
      cluster.start(0);
      cluster.awaitMaster();
      int count = 0;
      while (oldestSegment(0) == 1) {
        cluster.submit(large(count++));
      }
      cluster.start(1);
      while (cluster.master().orElseThrow().view().members().stream()
              .filter(ClusterView.Member::inSync)
              .count()
          < 2) {
        cluster.submit(large(count++));
      }
      while (oldestSegment(1) < count / 2) {
        cluster.submit(large(count++));
      }
      awaitAllEqual(cluster, count);
      assertThat(bytesOfLog(0)).isLessThan(6 * keep);
      assertThat(bytesOfLog(1)).isLessThan(6 * keep);

      cluster.stop(0);
      cluster.submit(large(count++));
      cluster.stop(1);
      cluster.start(0);
      cluster.start(1);
      cluster.awaitInSync(2);
      cluster.submit(large(count++));
      awaitAllEqual(cluster, count);
      assertThat(cluster.halts()).isEmpty();
    }
  }

  /** Some dozens of them are more than what is kept. */
  private static String large(int number) {
    return "command " + number + "x".repeat(2000);
  }

  private long oldestSegment(int server) throws IOException {
    return segments(server).stream()
        .mapToLong(file -> Long.parseLong(file.getFileName().toString().substring(0, 20)))
        .min()
        .orElse(1);
  }

  private long bytesOfLog(int server) throws IOException {
    long bytes = 0;
    for (Path file : segments(server)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private List<Path> segments(int server) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("s" + server).resolve("log"))) {
      return files.filter(file -> file.toString().endsWith(".log")).toList();
    }
  }

  private static void submitMany(LocalCluster cluster, int count) throws Exception {
    List<CompletableFuture<Committed>> sends = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sends.add(cluster.node(0).engine().submit(text(i)));
    }
    for (CompletableFuture<Committed> send : sends) {
      send.get(30, TimeUnit.SECONDS);
    }
  }

  private LocalCluster threeInSync() throws Exception {
    LocalCluster cluster = new LocalCluster(directory, 3);
    cluster.start(0);
    cluster.start(1);
    cluster.start(2);
    cluster.awaitInSync(3);
    return cluster;
  }

  private static ByteString text(int i) {
    return ByteString.copyFromUtf8("command " + i);
  }

  private static List<String> texts(LocalCluster.Node node) {
    return node.state().commands().stream()
        .map(ByteString::toStringUtf8)
        .collect(Collectors.toList());
  }

  private static void awaitAllEqual(LocalCluster cluster, int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              for (LocalCluster.Node node : cluster.nodes()) {
                assertThat(node.state().commands()).hasSize(count);
                assertThat(node.state().commands())
                    .isEqualTo(cluster.nodes().get(0).state().commands());
              }
            });
  }
}
