package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jmessage.client.ChatClient;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.history.Clients;
import io.jmessage.system.history.User;
import io.jmessage.system.link.Links;
import io.jmessage.system.link.NamespaceLinks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The network between real servers is cut, both sides go on, and it is mended. */
class NetworkCutIT {
  private static final int LINES = 100;
  private static final Duration MERGED = Duration.ofSeconds(60);

  @RegisterExtension final Scene scene = new Scene();

  @Tag("long")
  @Test
  void nothingAcknowledgedIsMissing_whenBothSidesWroteWhileTheNetworkWasCut() {
    Optional<String> missing = NamespaceLinks.missing();
    assumeTrue(missing.isEmpty(), () -> "left out: " + missing.orElse(""));
    Links links = scene.ending(NamespaceLinks.open(3));
    LocalCluster cluster = scene.ending(links.plan(scene.directory(), List.of())).startAll();
    List<String> addresses = cluster.addresses();
    List<String> one = addresses.subList(0, 1);
    List<String> two = addresses.subList(1, 3);
    ClusterWatch whole = scene.watch(cluster);
    whole.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    User ada = scene.ending(User.signUp("ada", one));
    User grace = scene.ending(User.signUp("grace", addresses));
    say(ada, "grace", "before the cut", 5);

    links.split(Set.of(1), Set.of(2, 3));
    // A client knows all addresses and would go to the old master, which it can still reach.
    await("a master beyond the cut")
        .atMost(MERGED)
        .until(() -> isMaster(cluster.process(2)) || isMaster(cluster.process(3)));
    User graceBeyond = scene.ending(User.logIn("grace", two));
    say(graceBeyond, "ada", "from beyond", LINES);
    say(ada, "grace", "from here", LINES);
    User linus = scene.ending(User.signUp("linus", one));
    say(linus, "grace", "I am new here", 3);
    User twin = scene.ending(User.signUp("twin", one));
    say(twin, "ada", "from the one twin", 2);
    scene.ending(User.signUp("twin", two));

    links.healAll();
    await("the network to be mended").atMost(Scene.IN_SYNC).until(() -> inSync(two).size() == 3);
    List<String> expected = new ArrayList<>();
    Stream.of(ada, graceBeyond)
        .flatMap(user -> user.acknowledged().stream())
        .forEach(line -> expected.add(line.from() + ": " + line.text()));
    assertThat(expected).hasSize(5 + 2 * LINES);
    await("everything to be merged")
        .atMost(MERGED)
        .until(() -> conversation(two, "grace", "ada").size() >= expected.size());
    await("the new account")
        .atMost(MERGED)
        .until(() -> conversation(two, "grace", "linus").size() >= 3);

    // On every server: each is asked when it is the master.
    List<Integer> left = new ArrayList<>(List.of(1, 2, 3));
    while (true) {
      List<ChatMessage> lines = conversation(addresses, "grace", "ada");
      assertThat(lines).extracting(m -> m.from() + ": " + m.text()).hasSameElementsAs(expected);
      assertThat(lines).hasSameSizeAs(expected);
      assertThat(lines).allMatch(m -> m.merged() == m.text().startsWith("from here"));
      assertThat(conversation(addresses, "grace", "linus"))
          .hasSize(3)
          .allMatch(ChatMessage::merged);
      if (left.size() == 1) {
        break;
      }
      int master = whole.awaitMaster(Scene.TAKE_OVER);
      cluster.process(master).kill();
      left.remove(Integer.valueOf(master));
      whole.awaitInSync(left, Scene.IN_SYNC);
    }

    assertThat(reports(cluster.line(1).data()))
        .hasSize(3)
        .anyMatch(line -> line.contains("account twin: both sides have created one of that name"));
    assertThat(grace.failures()).isEmpty();
  }

  private static boolean isMaster(ServerProcess server) {
    return server.output().contains("is the master of epoch");
  }

  /** Waits for the acknowledgement of every line. */
  private static void say(User from, String to, String text, int lines) {
    IntStream.rangeClosed(1, lines)
        .mapToObj(line -> from.say(to, text + " " + line))
        .toList()
        .forEach(Clients::answer);
  }

  private Set<String> inSync(List<String> addresses) {
    try (ChatClient client = Clients.open(addresses)) {
      ClusterWatch watch = new ClusterWatch(client);
      watch.awaitMaster(Scene.TAKE_OVER);
      return watch.inSync();
    }
  }

  private static List<ChatMessage> conversation(List<String> addresses, String who, String with) {
    try (User reader = User.logIn(who, addresses)) {
      return reader.history(with);
    }
  }

  /** What server 1 could not have merged. */
  private static List<String> reports(Path data) {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(data.resolve("diverged"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".report")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
