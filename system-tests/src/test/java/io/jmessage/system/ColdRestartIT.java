package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * All servers were killed; whatever the order in which they are started, everything is there. With
 * {@code -Djmessage.orders=all} every order of three is tried.
 */
class ColdRestartIT {
  private static final List<List<Integer>> ALL_ORDERS =
      List.of(
          List.of(1, 2, 3),
          List.of(1, 3, 2),
          List.of(2, 1, 3),
          List.of(2, 3, 1),
          List.of(3, 1, 2),
          List.of(3, 2, 1));

  /** The reverse order is that of {@link FullRestartIT}. */
  private static final List<List<Integer>> SOME_ORDERS = List.of(List.of(2, 3, 1));

  @RegisterExtension final Scene scene = new Scene();

  @Tag("long")
  @Test
  void everythingIsThere_allKilledAndStartedInAnyOrder() {
    LocalCluster cluster = scene.cluster(3);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);

    for (List<Integer> order : orders()) {
      pair.awaitMore(50);
      List.of(1, 2, 3).forEach(server -> cluster.process(server).kill());
      order.forEach(cluster::start);
      scene.watch(cluster).awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    }

    pair.awaitMore(50);
    pair.finish();
    pair.verify(cluster.addresses());
  }

  /** The last one in sync alone has the last lines; one of the others has lost its disk, too. */
  @Tag("long")
  @Test
  void staleServersWaitForTheLastInSync_alsoWithOneDiskWiped() throws Exception {
    LocalCluster cluster = scene.cluster(3);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    for (int server : List.of(3, 2)) {
      pair.awaitMore(50);
      cluster.process(server).kill();
    }
    pair.awaitMore(50);
    cluster.process(1).kill();
    Trees.delete(cluster.line(3).data());

    ServerProcess stale = cluster.start(2);
    cluster.start(3);
    await("server 2 says for whom it waits")
        .atMost(Scene.TAKE_OVER)
        .until(() -> stale.output().contains("waits for server 1"));
    assertThat(scene.watch(cluster).master()).isEmpty();
    cluster.start(1);

    scene.watch(cluster).awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    pair.awaitMore(50);
    pair.finish();
    pair.verify(cluster.addresses());
  }

  private static List<List<Integer>> orders() {
    return "all".equals(System.getProperty("jmessage.orders")) ? ALL_ORDERS : SOME_ORDERS;
  }
}
