package io.jmessage.system;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new server is filled while users write, and then stands for the whole cluster. */
class JoinIT {
  @RegisterExtension final Scene scene = new Scene();

  @Test
  void newSlaveHasEverything_whenItJoinedWhileUsersWrote() {
    LocalCluster cluster = scene.plan(2);
    cluster.start(1);
    ClusterWatch watch = scene.watch(cluster);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(400);

    cluster.start(2);
    watch.awaitInSync(List.of(1, 2), Scene.IN_SYNC);
    pair.awaitMore(50);
    cluster.process(1).kill();

    pair.awaitMore(50);
    pair.finish();
    pair.verify(List.of(cluster.line(2).clientAddress()));
  }
}
