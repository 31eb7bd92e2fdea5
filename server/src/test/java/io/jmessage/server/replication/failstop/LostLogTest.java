package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.jmessage.proto.admin.AdminServiceGrpc;
import io.jmessage.proto.admin.OrderReply;
import io.jmessage.proto.admin.RepairRequest;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.support.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log and the state are gone, the identity is not: what that server acknowledged is void
 * (decision 0017). The state of these servers is in memory, so it is gone with every stop.
 */
class LostLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  /** It would begin the first epoch of its cluster again, beside the data that others hold. */
  @Test
  void isDegraded_andNoMasterOfAnEmptyLog() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 1)) {
      cluster.start(0);
      cluster.submit("acknowledged");
      cluster.stop(0);
      deleteLog(0);

      LocalCluster.Node again = cluster.start(0);

      await().atMost(PATIENCE).until(() -> again.view().role() == Role.DEGRADED);
      assertThat(again.state().commands()).isEmpty();
      assertThat(directory.resolve("s0/log")).isEmptyDirectory();
      assertThat(cluster.halts()).isEmpty();
    }
  }

  @Test
  void isRepairedFromTheMaster_andIsInSyncAgain() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 2)) {
      cluster.start(0);
      cluster.start(1);
      cluster.awaitInSync(2);
      cluster.submit("one");
      cluster.stop(1);
      deleteLog(1);

      LocalCluster.Node lost = cluster.start(1);
      await().atMost(PATIENCE).until(() -> lost.view().role() == Role.DEGRADED);
      cluster.submit("two");
      assertThat(inSync(cluster)).isEqualTo(1);
      await().atMost(PATIENCE).until(() -> repair(lost).getDone());

      cluster.awaitInSync(2);
      await().atMost(PATIENCE).until(() -> lost.state().commands().size() == 2);
      assertThat(lost.state().commands()).isEqualTo(cluster.node(0).state().commands());
      assertThat(cluster.halts()).isEmpty();
    }
  }

  private static long inSync(LocalCluster cluster) {
    return cluster.awaitMaster().view().members().stream()
        .filter(ClusterView.Member::inSync)
        .count();
  }

  private void deleteLog(int server) throws IOException {
    Path log = directory.resolve("s" + server).resolve("log");
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static OrderReply repair(LocalCluster.Node server) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.engine().internalPort())
            .usePlaintext()
            .build();
    try {
      return AdminServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .repair(RepairRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }
}
