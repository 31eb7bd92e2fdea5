package io.jmessage.system.demo;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.history.Clients;
import io.jmessage.system.history.HistoryCheck;
import io.jmessage.system.history.User;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two users converse while one master after the other is killed, until one server is left; then
 * what the users were told is held against what that server has. Not thread-safe.
 */
final class HeadlessRun {
  private static final Duration IN_SYNC = Duration.ofSeconds(60);
  private static final Duration TAKE_OVER = Duration.ofSeconds(30);
  private static final int NAMES_MAX = 10_000;

  private final LocalCluster cluster;
  private final Exchange exchange;
  private final PrintWriter out;
  private final List<Kill> kills = new ArrayList<>();

  HeadlessRun(LocalCluster cluster, Exchange exchange, PrintWriter out) {
    this.cluster = cluster;
    this.exchange = exchange;
    this.out = out;
  }

  /** What came of it. */
  record Outcome(String first, List<ChatMessage> history, Figures figures) {}

  /**
   * Runs it on servers that are started already.
   *
   * @throws SystemFailure if it cannot come to its end
   */
  Outcome run() {
    try (ChatClient observer = Clients.open(cluster.addresses())) {
      ClusterWatch watch = new ClusterWatch(observer);
      new StartUp(cluster, out).awaitInSync(watch, IN_SYNC);
      Pair users = signUp();
      try (User first = users.first();
          User second = users.second()) {
        Progress progress = new Progress(first, second);
        out.printf("%n%s and %s write %,d lines.%n", first.name(), second.name(), exchange.lines());
        converse(progress, watch, users);
        return verify(progress, users);
      }
    }
  }

  private record Pair(User first, User second) {}

  private void converse(Progress progress, ClusterWatch watch, Pair users) {
    exchange.begin(users.first(), users.second());
    int faults = cluster.size() - 1;
    for (int fault = 1; fault <= faults; fault++) {
      progress.await(exchange.lines() * fault / (faults + 1));
      watch.awaitInSync(cluster.alive(), TAKE_OVER);
      killMaster(progress, watch);
    }
    progress.await(exchange.lines());
    out.printf("  %,6d acknowledged: the conversation is over%n", progress.count());
    progress.awaitShown(exchange.lines());
  }

  private void killMaster(Progress progress, ClusterWatch watch) {
    int master = watch.awaitMaster(TAKE_OVER);
    long pid = cluster.process(master).pid();
    int before = progress.count();
    if (before == exchange.lines()) {
      throw new SystemFailure(
          "the conversation was over before server " + master + " was killed; ask for more lines");
    }
    kills.add(new Kill(master, pid, before, System.nanoTime()));
    cluster.process(master).kill();
    out.printf("  %,6d acknowledged: kill -9 %d, server %d, the master%n", before, pid, master);
    out.flush();
    progress.await(before + 1);
    out.printf("          server %d took over%n", watch.awaitMasterOtherThan(master, TAKE_OVER));
    out.flush();
  }

  private Outcome verify(Progress progress, Pair users) {
    int survivor = cluster.alive().get(0);
    List<ChatMessage> history;
    String first = users.first().name();
    try (User reader = User.logIn(first, List.of(cluster.line(survivor).clientAddress()))) {
      history = reader.history(users.second().name());
    }
    List<String> problems =
        HistoryCheck.problems(history, users.first().notes(), users.second().notes());
    Figures figures =
        new Figures(
            exchange.lines(), progress.acknowledged(), kills, survivor, history.size(), problems);
    return new Outcome(first, history, figures);
  }

  /** Old data have users already: the first pair of names that is free. */
  private Pair signUp() {
    for (int i = 1; i <= NAMES_MAX; i++) {
      String suffix = i == 1 ? "" : Integer.toString(i);
      try {
        User first = User.signUp("ada" + suffix, cluster.addresses());
        return new Pair(first, User.signUp("grace" + suffix, cluster.addresses()));
      } catch (ChatClientException e) {
        if (e.reason() != Reason.USERNAME_TAKEN) {
          throw new SystemFailure("cannot sign up: " + e.getMessage(), e);
        }
      }
    }
    throw new SystemFailure("all names are taken; start empty with --fresh");
  }
}
