package io.jmessage.system;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three servers survive two faults, whichever they are. */
class TwoOfThreeKilledIT {
  @RegisterExtension final Scene scene = new Scene();

  @ParameterizedTest(name = "{0}, then {1}")
  @CsvSource({"1,2", "2,1", "3,1"})
  void keepsEveryAcknowledgedLine_whenTwoOfThreeAreKilledInTurn(int one, int other) {
    LocalCluster cluster = scene.cluster(3);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    cluster.process(one).kill();
    pair.awaitMore(100);
    scene.watch(cluster).awaitInSync(Scene.without(cluster, one), Scene.TAKE_OVER);
    cluster.process(other).kill();

    pair.awaitMore(100);
    verifyOnSurvivor(pair, cluster);
  }

  @Test
  void keepsEveryAcknowledgedLine_whenTwoOfThreeAreKilledAtOnce() {
    LocalCluster cluster = scene.cluster(3);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    cluster.process(1).kill();
    cluster.process(2).kill();

    pair.awaitMore(100);
    verifyOnSurvivor(pair, cluster);
  }

  private static void verifyOnSurvivor(Correspondence pair, LocalCluster cluster) {
    pair.finish();
    int survivor = cluster.alive().get(0);
    pair.verify(List.of(cluster.line(survivor).clientAddress()));
  }
}
