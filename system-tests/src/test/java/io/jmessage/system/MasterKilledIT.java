package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first promise: the master dies, and nobody who was told "sent" is disappointed. */
class MasterKilledIT {
  @RegisterExtension final Scene scene = new Scene();

  @Test
  void keepsEveryAcknowledgedLine_whenTheMasterIsKilledInMidConversation() {
    LocalCluster cluster = scene.cluster(3);
    List<Correspondence> all =
        List.of(
            scene.correspondence("ada", "grace", cluster),
            scene.correspondence("barbara", "edsger", cluster));
    all.forEach(pair -> pair.awaitMore(100));

    cluster.process(1).kill();

    assertThat(scene.watch(cluster).awaitMasterOtherThan(1, Scene.TAKE_OVER)).isEqualTo(2);
    all.forEach(pair -> pair.awaitMore(100));
    all.forEach(Correspondence::finish);
    all.forEach(pair -> pair.verify(cluster.addresses()));
  }
}
