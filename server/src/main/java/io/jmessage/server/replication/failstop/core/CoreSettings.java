package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import java.util.List;

/**
 * What does not change while a server runs.
 *
 * @param self this server's record
 * @param incarnation new at every start
 * @param seeds internal addresses to ask beside the members: the master address and the peers given
 * @param createCluster an empty data directory begins a cluster of its own
 * @param newClusterId random; used if a cluster is created
 * @param minCopies fewer servers in sync: writes are refused
 * @param trustRefused a refused connection proves that the process is gone
 * @param logKeepBytes what is kept of the log, besides all since the last snapshot; and how much of
 *     it, at least, is applied before the next snapshot is taken
 */
public record CoreSettings(
    MemberRecord self,
    String incarnation,
    List<Address> seeds,
    boolean createCluster,
    String newClusterId,
    int minCopies,
    boolean trustRefused,
    long logKeepBytes,
    Timings timings) {

  /** Between two refused probes that together prove that a process is gone. */
  static final long REFUSED_AGAIN_MILLIS = 50;

  /** Between questions to all members, so that a deposed master finds out. */
  static final long BEACON_MILLIS = 2000;

  /**
   * How far a forced promotion goes beyond the highest epoch seen: servers that nobody could ask
   * may have seen higher ones.
   */
  static final long FORCED_EPOCHS = 1000;

  /** What may be appended and not acknowledged before clients are told to come later. */
  static final long PENDING_BYTES_MAX = 32L << 20;

  /** What may be on the way to one slave. */
  static final long WINDOW_BYTES_MAX = 8L << 20;

  /** Batches of commands that are ordered and not acknowledged before more is collected. */
  static final int BATCHES_MAX = 2;

  /** Commands in one batch. */
  public static final int BATCH_COMMANDS_MAX = 1024;

  /** What one Append carries, and a batch that does not wait for more. */
  static final long APPEND_BYTES_MAX = 1L << 20;

  /** A server with an empty log fetches a snapshot rather than more entries than this. */
  static final long REPLAY_ENTRIES_MAX = 10_000;

  /** What is submitted again after a partition is asked for again after this time. */
  static final long RECONCILE_MILLIS = 5000;

  /** After a snapshot of the own state that could not be written. */
  static final long SNAPSHOT_AGAIN_MILLIS = 10_000;

  /** Reads that wait for a lease. */
  static final int READS_MAX = 10_000;

  public CoreSettings {
    seeds = List.copyOf(seeds);
  }
}
