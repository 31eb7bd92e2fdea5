package io.jmessage.client.cluster;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cluster seen as one server: the connection to its master and the calls that follow the master.
 * Puts the parts of this package together, and takes them down in reverse order.
 */
public final class ClusterClient {
  private static final Duration TERMINATION_POLL = Duration.ofMillis(20);

  private final EventLoop loop;
  private final ServerChannels channels;
  private final CallMetadata metadata;
  private final MasterConnection connection;
  private final MasterCalls calls;
  private final SleepWatch sleep = new SleepWatch(System.currentTimeMillis(), System.nanoTime());

  public ClusterClient(
      List<ServerAddress> addresses,
      ClientIdentity identity,
      EventLoop loop,
      ConnectionReport report) {
    SecureRandom random = new SecureRandom();
    this.loop = loop;
    this.channels = new ServerChannels(loop);
    this.metadata = new CallMetadata(identity);
    this.connection = new MasterConnection(addresses, loop, channels, metadata, report, random);
    this.calls = new MasterCalls(loop, connection, report, metadata, RetryPolicy.STANDARD, random);
    connection.addListener(calls);
  }

  /** The cluster that answered; empty: none so far. Loop thread only. */
  public Optional<String> clusterId() {
    return metadata.clusterId();
  }

  /** No other cluster than this one will do. Loop thread only. */
  public void expectCluster(String clusterId) {
    metadata.expectCluster(clusterId);
  }

  public MasterConnection connection() {
    return connection;
  }

  public MasterCalls calls() {
    return calls;
  }

  /** A stream, not started yet, that refuses what an older master says. Loop thread only. */
  public <Q, A> ServerStream<Q, A> stream(ServerStream.Listener<A> listener) {
    return new ServerStream<>(metadata, listener);
  }

  /** Starts to look for the master. Loop thread only. */
  public void start() {
    connection.start();
    watchForSleep();
  }

  private void watchForSleep() {
    Runnable unused =
        loop.schedule(
            SleepWatch.PERIOD,
            () -> {
              if (sleep.hasSlept(System.currentTimeMillis(), System.nanoTime())) {
                connection.afterSleep();
              }
              watchForSleep();
            });
  }

  /** Ends everything and runs the action when nothing of gRPC is left. Loop thread only. */
  public void close(Runnable afterwards) {
    calls.close();
    connection.close();
    channels.close();
    awaitTermination(afterwards);
  }

  private void awaitTermination(Runnable afterwards) {
    if (channels.isTerminated()) {
      afterwards.run();
    } else {
      Runnable unused = loop.schedule(TERMINATION_POLL, () -> awaitTermination(afterwards));
    }
  }
}
