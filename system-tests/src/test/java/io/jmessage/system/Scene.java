package io.jmessage.system;

import io.jmessage.client.ChatClient;
import io.jmessage.system.history.Clients;
import io.jmessage.system.history.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The stage of one test: a directory under {@code target/system}, and all that the test starts,
 * which is ended after it. The directory stays, for its logs.
 */
final class Scene implements BeforeEachCallback, AfterEachCallback {
  /** Servers start at the same time on two cores that compile; then a catch-up. */
  static final Duration IN_SYNC = Duration.ofSeconds(60);

  /** A hung master is suspected after 2 s; a busy machine may need a few times that. */
  static final Duration TAKE_OVER = Duration.ofSeconds(20);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private Path directory = Path.of("target", "system");

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "-"
            + context.getRequiredTestMethod().getName()
            + "-"
            + Integer.toHexString(context.getUniqueId().hashCode());
    directory = Path.of("target", "system", test).toAbsolutePath();
    Trees.delete(directory);
    Files.createDirectories(directory);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  Path directory() {
    return directory;
  }

  /** Servers that are not started yet. */
  LocalCluster plan(int servers, String... options) {
    return ending(LocalCluster.plan(directory, servers, options));
  }

  /** Servers that run and are all in sync. */
  LocalCluster cluster(int servers) {
    LocalCluster cluster = plan(servers).startAll();
    watch(cluster).awaitInSync(IntStream.rangeClosed(1, servers).boxed().toList(), IN_SYNC);
    return cluster;
  }

  ClusterWatch watch(LocalCluster cluster) {
    ChatClient client = ending(Clients.open(cluster.addresses()));
    return new ClusterWatch(client);
  }

  /** Two new users who write to each other from now on. */
  Correspondence correspondence(String first, String second, LocalCluster cluster) {
    User one = ending(User.signUp(first, cluster.addresses()));
    User other = ending(User.signUp(second, cluster.addresses()));
    Correspondence correspondence = ending(new Correspondence(one, other));
    correspondence.begin();
    return correspondence;
  }

  <T extends AutoCloseable> T ending(T thing) {
    started.push(thing);
    return thing;
  }

  /** The servers that are left when these are not. */
  static List<Integer> without(LocalCluster cluster, Integer... gone) {
    return IntStream.rangeClosed(1, cluster.size())
        .boxed()
        .filter(server -> !List.of(gone).contains(server))
        .toList();
  }
}
