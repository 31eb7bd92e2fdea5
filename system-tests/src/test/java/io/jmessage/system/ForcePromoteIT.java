package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jmessage.system.history.Clients;
import io.jmessage.system.history.User;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The last in-sync set does not come back, and an operator goes on without it. */
class ForcePromoteIT {
  private static final Pattern ALL_ADDED_BACK =
      Pattern.compile("\"submitted\":([1-9]\\d*),\"to_submit\":\\1,");

  @RegisterExtension final Scene scene = new Scene();

  @Tag("long")
  @Test
  void goesOnWithoutTheMissing_andWhatTheyHoldIsKeptWhenTheyComeBack() throws Exception {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    Admin admin = new Admin(cluster, scene.directory());
    User ada = scene.ending(User.signUp("ada", cluster.addresses()));
    User grace = scene.ending(User.signUp("grace", cluster.addresses()));
    Clients.answer(ada.say(grace.name(), "all have this"));
    assertThat(admin.at(2, "force-promote", "--accept-loss").exit())
        .as("never while a master is there")
        .isEqualTo(1);
    cluster.process(2).kill();
    watch.awaitInSync(List.of(1, 3), Scene.TAKE_OVER);
    cluster.process(3).kill();
    watch.awaitInSync(List.of(1), Scene.TAKE_OVER);
    Clients.answer(ada.say(grace.name(), "only server 1 has this"));
    cluster.process(1).kill();
    cluster.start(2);
    cluster.start(3);
    admin.awaitRole(2, "RECOVERING");
    admin.awaitRole(3, "RECOVERING");

    Admin.Said worse = admin.at(2, "force-promote", "--accept-loss");
    assertThat(worse.exit()).isEqualTo(1);
    assertThat(worse.out()).contains("server 3 holds more", "--here-anyway");
    Admin.Said unsure = admin.typing(3, "yes\n", "force-promote");
    assertThat(unsure.exit()).isEqualTo(1);
    assertThat(unsure.out()).contains("IS LOST", "Type the id of this server (3)", "nothing was");

    Admin.Said forced = admin.typing(3, "3\n", "force-promote");

    assertThat(forced.exit()).as(forced.out()).isZero();
    watch.awaitInSync(List.of(2, 3), Scene.IN_SYNC);
    assertThat(admin.at(2, "status").out()).contains("FORCED", "messages may have been lost");
    Clients.answer(ada.say(grace.name(), "afterwards"));
    cluster.start(1);
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    assertThat(admin.status(1).field("role")).isEqualTo("SLAVE");
    await("what server 1 alone had to be kept, and added back")
        .atMost(Scene.TAKE_OVER)
        .until(() -> ALL_ADDED_BACK.matcher(admin.at(1, "diverged", "--json").out()).find());
    assertThat(admin.at(1, "diverged").out()).contains("ADDED BACK");
    assertThat(ada.history(grace.name()))
        .extracting(message -> message.text())
        .contains("all have this", "only server 1 has this", "afterwards");
    assertThat(admin.status(1).out()).contains("\"forced\":{\"epoch\":");
  }
}
