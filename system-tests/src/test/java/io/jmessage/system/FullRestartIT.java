package io.jmessage.system;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All servers were down; when they are back, so is everything, and nobody logs in again. */
class FullRestartIT {
  @RegisterExtension final Scene scene = new Scene();

  @Tag("long")
  @Test
  void everythingIsThere_afterACleanStopAndAStartInReverseOrder() {
    LocalCluster cluster = scene.cluster(3);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    cluster.stopAll();
    startInReverse(cluster);

    pair.awaitMore(50);
    pair.finish();
    pair.verify(cluster.addresses());
  }

  @Test
  void everythingIsThere_afterAllWereKilledAndStartedInReverseOrder() {
    LocalCluster cluster = scene.cluster(3);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    List.of(1, 2, 3).forEach(server -> cluster.process(server).kill());
    startInReverse(cluster);

    pair.awaitMore(50);
    pair.finish();
    pair.verify(cluster.addresses());
  }

  private void startInReverse(LocalCluster cluster) {
    List.of(3, 2, 1).forEach(cluster::start);
    scene.watch(cluster).awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
  }
}
