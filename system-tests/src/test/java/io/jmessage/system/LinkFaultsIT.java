package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jmessage.system.link.Links;
import io.jmessage.system.link.ProxyLinks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real servers at links that are slow, cut, half open or reset, while users write. */
class LinkFaultsIT {
  private static final int LINES = 50;

  @RegisterExtension final Scene scene = new Scene();

  @BeforeEach
  void assumeLinks() {
    Optional<String> missing = ProxyLinks.missing();
    assumeTrue(missing.isEmpty(), () -> "left out: " + missing.orElse(""));
  }

  private LocalCluster start(Links links) {
    LocalCluster cluster = scene.ending(links.plan(scene.directory(), List.of())).startAll();
    scene.watch(cluster).awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    return cluster;
  }

  @Tag("long")
  @Test
  void oneMasterGoesOnAndNothingIsLost_linksFailOneAfterTheOther() {
    Links links = scene.ending(ProxyLinks.open(3, 1));
    LocalCluster cluster = start(links);
    ClusterWatch watch = scene.watch(cluster);
    Correspondence correspondence = scene.correspondence("ada", "grace", cluster);
    correspondence.awaitMore(LINES);

    links.slow(1, 2, Duration.ofMillis(50), Duration.ofMillis(50));
    correspondence.awaitMore(LINES);
    links.healAll();
    links.reset(1, 3);
    correspondence.awaitMore(LINES);
    links.halfOpen(1, 2);
    correspondence.awaitMore(LINES);
    links.healAll();
    links.narrow(1, 3, 200_000);
    correspondence.awaitMore(LINES);
    links.healAll();
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    links.cutOneWay(1, 3);
    watch.awaitInSync(List.of(1, 2), Scene.IN_SYNC);
    correspondence.awaitMore(LINES);
    links.healAll();
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    links.cut(1, 2);
    watch.awaitInSync(List.of(1, 3), Scene.IN_SYNC);
    correspondence.awaitMore(LINES);
    links.healAll();
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);

    correspondence.finish();
    correspondence.verify(cluster.addresses());
    assertThat(watch.master()).as("none of this takes the mastership away").hasValue("1");
  }

  @Test
  void deathIsSeenAtOnce_throughALinkThatTellsIt() {
    Links links = scene.ending(ProxyLinks.open(3, 1));
    LocalCluster cluster = start(links);
    ClusterWatch watch = scene.watch(cluster);

    cluster.process(1).kill();

    // The evidence is refused connections: silence would take two seconds at the least.
    await("a new master").atMost(Scene.TAKE_OVER).until(() -> says(cluster, "is the master"));
    assertThat(watch.awaitMasterOtherThan(1, Scene.TAKE_OVER)).isEqualTo(2);
    watch.awaitInSync(Set.of(2, 3), Scene.IN_SYNC);
    cluster.start(1);
    watch.awaitInSync(Set.of(1, 2, 3), Scene.IN_SYNC);
  }

  private static boolean says(LocalCluster cluster, String text) {
    return List.of(2, 3).stream()
        .anyMatch(server -> cluster.process(server).output().contains(text));
  }
}
