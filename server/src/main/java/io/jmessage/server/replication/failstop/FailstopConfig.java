package io.jmessage.server.replication.failstop;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.core.Timings;
import java.util.List;

/**
 * How one server takes part.
 *
 * @param clientAddress what clients are told; the engine only passes it on
 * @param internalAddress what other servers are told, and this server's name in the protocol
 * @param internalBind where to listen for other servers
 * @param createCluster with an empty data directory: begin a new cluster
 * @param logKeepBytes what is kept of the log besides all since the last snapshot
 * @param seeds internal addresses of servers to ask: the master's, and other peers
 */
public record FailstopConfig(
    String serverId,
    Address clientAddress,
    Address internalAddress,
    Address internalBind,
    boolean createCluster,
    List<Address> seeds,
    int minCopies,
    boolean trustRefused,
    long logKeepBytes,
    Timings timings) {

  private static final long LOG_KEEP_BYTES_MIN = 16 << 10;

  public FailstopConfig {
    if (logKeepBytes < LOG_KEEP_BYTES_MIN) {
      throw new IllegalArgumentException(
          "logKeepBytes: at least " + LOG_KEEP_BYTES_MIN + ", got " + logKeepBytes);
    }
    seeds = List.copyOf(seeds);
  }
}
