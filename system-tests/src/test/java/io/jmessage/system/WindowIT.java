package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.demo.KillRequest;
import io.jmessage.system.history.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The window as a person uses it, with its own client library and real servers. No display. */
class WindowIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension final Scene scene = new Scene();
  private Optional<WindowUser> window = Optional.empty();

  @AfterEach
  void closeWindow() throws Exception {
    close();
  }

  @Test
  void goesOnTyping_whenTheMasterIsKilledFromTheServerPanel() throws Exception {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    KillRequest request = new KillRequest(scene.directory().resolve("kill"), cluster);
    User bob = scene.ending(User.signUp("bob", cluster.addresses()));
    WindowUser ann = open(cluster, request.windowOption());
    ann.signUp("ann");
    ann.openConversation("bob");
    ann.send("before the kill");
    ann.awaitSpoken("You: before the kill. Delivered to bob, stored on 3 of 3 servers");
    var unused = bob.say("ann", "an answer");
    ann.awaitSpoken("bob: an answer.");

    ann.showServers();
    ann.awaitShown("#kill-master");
    ann.click("#kill-master");
    Wait.until(LIMIT, () -> "no request to kill", () -> request.serve(watch).orElse(0) == 1);
    ann.goBack();
    ann.send("across the kill");

    ann.awaitSpoken("You: across the kill. Delivered to bob, stored on 2 of ");
    ann.awaitLabel("#banner", "Connected to server 2 — nothing was lost");
    assertThat(texts(bob)).containsExactly("before the kill", "an answer", "across the kill");
  }

  @Test
  void hasItsHistoryAndWhatWaits_afterARestartWithNoServerUp_andSendsItOnce() throws Exception {
    LocalCluster cluster = scene.cluster(2);
    User bob = scene.ending(User.signUp("bob", cluster.addresses()));
    WindowUser first = open(cluster);
    first.signUp("ann");
    first.openConversation("bob");
    first.send("stored");
    first.awaitSpoken("You: stored. Delivered to bob, stored on 2 of 2 servers");
    cluster.stopAll();
    first.send("kept");
    first.awaitSpoken("You: kept. Waiting");
    first.write("half a sentence");
    close();

    WindowUser second = open(cluster);
    second.awaitTitle("ann – Jmessage");
    second.openConversation("bob");
    second.awaitSpoken("You: stored.");
    second.awaitSpoken("You: kept. Waiting");
    assertThat(second.draft()).isEqualTo("half a sentence");

    cluster.startAll();

    second.awaitSpoken("You: kept. Delivered to bob, stored on ");
    assertThat(texts(bob)).containsExactly("stored", "kept");
  }

  private static List<String> texts(User user) {
    return user.history("ann").stream().map(ChatMessage::text).toList();
  }

  private WindowUser open(LocalCluster cluster, String... options) throws Exception {
    WindowUser opened = WindowUser.open(cluster, scene.directory().resolve("client"), options);
    window = Optional.of(opened);
    return opened;
  }

  private void close() throws Exception {
    if (window.isPresent()) {
      WindowUser open = window.get();
      window = Optional.empty();
      open.close();
    }
  }
}
