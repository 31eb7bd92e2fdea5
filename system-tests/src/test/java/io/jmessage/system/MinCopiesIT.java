package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jmessage.client.model.SendReceipt;
import io.jmessage.system.history.User;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --min-copies=2}: nothing is acknowledged that only one server has. */
class MinCopiesIT {
  @RegisterExtension final Scene scene = new Scene();

  @Test
  void lineWaitsForASecondServer_andIsThenAcknowledged() throws Exception {
    LocalCluster cluster = scene.plan(2, "--min-copies=2").startAll();
    ClusterWatch watch = scene.watch(cluster);
    watch.awaitInSync(List.of(1, 2), Scene.IN_SYNC);
    User ada = scene.ending(User.signUp("ada", cluster.addresses()));
    User grace = scene.ending(User.signUp("grace", cluster.addresses()));
    assertThat(ada.say(grace.name(), "on two").get(30, TimeUnit.SECONDS).copies()).isEqualTo(2);

    cluster.process(2).kill();
    watch.awaitInSync(List.of(1), Scene.TAKE_OVER);
    CompletableFuture<SendReceipt> waiting = ada.say(grace.name(), "on one");
    await("server 1 refuses, and the client tries again")
        .during(Duration.ofSeconds(2))
        .atMost(Scene.TAKE_OVER)
        .until(() -> !waiting.isDone());
    assertThat(ada.history(grace.name())).as("what two servers have can be read").hasSize(1);
    cluster.start(2);

    assertThat(waiting.get(60, TimeUnit.SECONDS).copies()).isEqualTo(2);
    assertThat(ada.history(grace.name())).hasSize(2);
  }
}
