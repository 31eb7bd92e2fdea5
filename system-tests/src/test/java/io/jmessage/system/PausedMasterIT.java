package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A master that hangs is replaced; when it wakes it learns so before it can do harm. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGSTOP there")
class PausedMasterIT {
  private static final Duration PAUSE = Duration.ofSeconds(6);

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void pausedMasterIsReplaced_rejoins_andHasEverything() {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    long paused = System.nanoTime();
    cluster.process(1).pause();
    int master = watch.awaitMasterOtherThan(1, Scene.TAKE_OVER);
    pair.awaitMore(50);
    await().atMost(PAUSE.plusSeconds(5)).until(() -> System.nanoTime() - paused > PAUSE.toNanos());
    cluster.process(1).resume();

    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    assertThat(watch.awaitMaster(Scene.TAKE_OVER)).isEqualTo(master);
    pair.awaitMore(50);
    cluster.process(2).kill();
    cluster.process(3).kill();
    pair.awaitMore(50);
    pair.finish();
    pair.verify(List.of(cluster.line(1).clientAddress()));
  }
}
