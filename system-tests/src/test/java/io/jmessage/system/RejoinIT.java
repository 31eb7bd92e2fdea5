package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that was away comes back with its old command line, and counts again. */
class RejoinIT {
  @RegisterExtension final Scene scene = new Scene();

  @Test
  void oldMasterBecomesASlave_andIsTheLastOneLeft() {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    cluster.process(1).kill();
    pair.awaitMore(100);
    cluster.start(1); // its command line still says "master"
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    assertThat(watch.awaitMaster(Scene.TAKE_OVER)).isNotEqualTo(1);
    cluster.process(2).kill();
    cluster.process(3).kill();

    pair.awaitMore(100);
    pair.finish();
    pair.verify(List.of(cluster.line(1).clientAddress()));
  }

  @Tag("long")
  @Test
  void slaveThatMissedWrites_isCaughtUpBeforeItCounts() {
    LocalCluster cluster = scene.cluster(2);
    ClusterWatch watch = scene.watch(cluster);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(50);

    cluster.process(2).kill();
    pair.awaitMore(200);
    cluster.start(2);
    watch.awaitInSync(List.of(1, 2), Scene.IN_SYNC);
    cluster.process(1).kill();

    pair.awaitMore(50);
    pair.finish();
    pair.verify(List.of(cluster.line(2).clientAddress()));
  }
}
