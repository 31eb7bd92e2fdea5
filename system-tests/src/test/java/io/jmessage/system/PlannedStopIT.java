package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGTERM: a server leaves in order. */
class PlannedStopIT {
  @RegisterExtension final Scene scene = new Scene();

  @Test
  void masterHandsOver_andEnds() {
    LocalCluster cluster = scene.cluster(3);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    int exit = cluster.process(1).stop();

    assertThat(exit).isIn(0, 143); // 143: ended by SIGTERM, as the JVM tells it
    assertThat(scene.watch(cluster).awaitMasterOtherThan(1, Scene.TAKE_OVER)).isEqualTo(2);
    pair.awaitMore(50);
    pair.finish();
    pair.verify(cluster.addresses());
  }
}
