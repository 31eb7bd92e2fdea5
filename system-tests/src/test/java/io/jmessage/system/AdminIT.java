package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator looks at a cluster and tells it what to do. */
class AdminIT {
  @RegisterExtension final Scene scene = new Scene();

  @Test
  void everyServerTellsTheClustersStatus() {
    LocalCluster cluster = scene.cluster(3);
    Admin admin = new Admin(cluster, scene.directory());

    Admin.Said text = admin.at(2, "status");
    Admin.Said json = admin.status(2);
    Admin.Said members = admin.at(3, "members");

    assertThat(text.exit()).isZero();
    assertThat(text.out())
        .contains("SLAVE, in sync", "server 1, 2, 3 of 3 members", "2 more servers")
        .contains("server 1 at " + cluster.line(1).internalAddress());
    assertThat(json.field("faults_survivable")).isEqualTo("2");
    assertThat(json.out()).contains("\"in_sync\":[\"1\",\"2\",\"3\"]", "\"role\":\"SLAVE\"");
    assertThat(digests(admin)).as("of an idle cluster").hasSize(1);
    assertThat(members.out().lines()).hasSize(4).anyMatch(line -> line.startsWith("1   MASTER"));
    cluster.process(3).kill();
    scene.watch(cluster).awaitInSync(List.of(1, 2), Scene.TAKE_OVER);
    assertThat(admin.status(2).field("faults_survivable")).isEqualTo("1");
  }

  private static Set<String> digests(Admin admin) {
    return Stream.of(1, 2, 3)
        .map(server -> admin.at(server, "digest", "--json"))
        .map(said -> said.field("sha256"))
        .collect(Collectors.toSet());
  }

  @Test
  void saysInOneLineWhatIsWrong_whenItCannotAsk() {
    LocalCluster cluster = scene.plan(2);
    cluster.start(1);
    Admin admin = new Admin(cluster, scene.directory());

    Admin.Said nobody = admin.at(2, "status");
    Admin.Said unknown = admin.at(1, "statsu");
    Admin.Said refused = admin.at(1, "step-down");

    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.out().lines()).hasSize(1);
    assertThat(nobody.out()).contains(cluster.line(2).internalAddress(), "is it running");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).contains("nobody could take over");
  }

  @Test
  void masterStepsDownUnderLoad_noSendFails() {
    LocalCluster cluster = scene.cluster(3);
    Admin admin = new Admin(cluster, scene.directory());
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(100);

    Admin.Said said = admin.at(3, "step-down");

    assertThat(said.exit()).as(said.out()).isZero();
    assertThat(said.out()).contains(cluster.line(2).internalAddress());
    pair.awaitMore(100);
    scene.watch(cluster).awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    assertThat(admin.status(1).field("role")).isEqualTo("SLAVE");
    pair.finish();
    pair.verify(cluster.addresses());
  }

  @Tag("long")
  @Test
  void memberIsForgotten_andComesBackAsANewOne() {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    Admin admin = new Admin(cluster, scene.directory());
    assertThat(admin.at(2, "forget", "3").out()).contains("refused", "in sync");

    cluster.process(3).kill();
    watch.awaitInSync(List.of(1, 2), Scene.TAKE_OVER);
    await("server 3 to be silent for long enough")
        .atMost(Scene.TAKE_OVER)
        .until(() -> admin.at(2, "forget", "3").exit() == 0);

    assertThat(admin.at(1, "members").out().lines()).hasSize(3);
    cluster.start(3);
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    assertThat(admin.at(1, "members").out().lines()).hasSize(4);
  }
}
