package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the core wants done. The shell carries effects out in order; one that says <em>durable</em>
 * is durable before the next begins.
 */
public sealed interface Effect {

  /**
   * Sends once; may be lost. On an open stream to or from that peer if the message belongs there;
   * else as a call, whose answer comes with {@code at}, the time by this server's clock.
   */
  record Send(Address to, Envelope envelope, Message message, long at) implements Effect {}

  /** Answers the call that {@code replyTo} names. */
  record Reply(long replyTo, Envelope envelope, Message message) implements Effect {}

  /** Opens a Subscribe stream, in place of any before it. */
  record OpenStream(Address to, Envelope envelope, Message.SubscribeLog subscribe)
      implements Effect {}

  record CloseStream(Address peer) implements Effect {}

  /**
   * Pushes the entries {@code from} to {@code upTo} of the log behind this header; none if from >
   * upTo.
   */
  record SendEntries(Address to, Envelope envelope, Message.Append header, long from, long upTo)
      implements Effect {}

  /** Answers a FetchTail with the entries {@code from} to {@code upTo} behind this header. */
  record ReplyTail(long replyTo, Envelope envelope, Message.Tail header, long from, long upTo)
      implements Effect {}

  /** Tries to connect, to learn whether the process is there; answered by {@link Event.Probed}. */
  record Probe(Address peer) implements Effect {}

  /** Durable. */
  record PersistVote(Epoch epoch) implements Effect {}

  /** Durable: this server belongs to that cluster from now on. */
  record AdoptCluster(String clusterId) implements Effect {}

  /** Appends; {@link Event.Synced} tells when it is durable. */
  record AppendLog(long generation, List<LogEntry> entries) implements Effect {}

  /**
   * Durable: archives what comes after, then cuts it off (I9). {@link Event.DivergedKept} follows.
   *
   * @param acknowledgedUpTo what may have been acknowledged to somebody
   */
  record TruncateLog(long afterIndex, long acknowledgedUpTo) implements Effect {}

  /** Reads what is next of an archive; answered by {@link Event.DivergedRead}. */
  record ReadDiverged(DivergedSuffix suffix) implements Effect {}

  /**
   * Keeps how far an archive has been submitted again, and what was left aside. Durable soon;
   * nobody waits for it.
   */
  record SaveReconciled(DivergedSuffix suffix, List<LeftAside> aside) implements Effect {}

  /**
   * Orders these commands, cut off somebody's log, anew; answered by {@link Event.Merged} once they
   * are acknowledged.
   *
   * @param replyTo the call to answer; 0: this server's own
   * @param last the position of the last entry of the batch, of which some may be in this log
   */
  record Merge(long replyTo, LogPosition last, List<LogEntry> entries, Set<String> aside)
      implements Effect {}

  /**
   * Fetches a snapshot; answered by {@link Event.SnapshotFetched} or {@link Event.SnapshotFailed}.
   */
  record FetchSnapshot(Address from, Envelope envelope) implements Effect {}

  /**
   * Durable: archives what the log holds after {@code archiveAfter} and starts it anew after the
   * fetched snapshot. The state is loaded from it before anything more is applied; nobody waits for
   * that.
   *
   * @param acknowledgedUpTo as for {@link TruncateLog}
   */
  record InstallSnapshot(LogPosition position, long archiveAfter, long acknowledgedUpTo)
      implements Effect {}

  /**
   * Writes a snapshot of the applied state beside everything else; answered by {@link
   * Event.SnapshotTaken} or {@link Event.SnapshotNotTaken}.
   */
  record TakeSnapshot() implements Effect {}

  /**
   * The state is built from that snapshot from now on, and the log up to {@code upTo} may go; some
   * of it may stay.
   */
  record TrimLog(LogPosition snapshot, long upTo) implements Effect {}

  /**
   * Durable: sets log and snapshots aside, takes that data uuid, and begins with an empty log; the
   * state is set aside before anything is applied. A crash leaves all of it done or nothing;
   * nothing is deleted (I9).
   */
  record BeginAnew(String dataUuid) implements Effect {}

  /**
   * If more than {@code keptUpTo} has been applied, the state is loaded from the snapshot before
   * anything more is applied; nobody waits for that. Comes before the log is cut.
   */
  record RebuildState(long keptUpTo) implements Effect {}

  /** Applies the log up to there; who submitted those entries is answered. */
  record Apply(long upTo, int copies, int members) implements Effect {}

  /** The submission has its place in the log. */
  record Accepted(long ticket, long index) implements Effect {}

  /** Nothing happened to the submission or the read. */
  record Refused(long ticket, Refusal refusal) implements Effect {}

  /** Why nothing happened. */
  enum Refusal {
    NOT_MASTER,
    TOO_BUSY,
    TOO_FEW_COPIES
  }

  /** Whoever waits for an accepted submission cannot be told how it ended. */
  record FailPending(String why) implements Effect {}

  /** The read may be answered once the state machine has applied up to there. */
  record ReadGranted(long ticket, long index) implements Effect {}

  /**
   * Tells the operator how it stands with an order.
   *
   * @param done it was carried out or begun; false: refused, and nothing has changed
   * @param text one line
   */
  record OrderAnswered(long ticket, boolean done, String text) implements Effect {}

  /** Role, epoch, master, Config or commit index may have changed. */
  record ViewChanged() implements Effect {}

  /** For the log of the server: one line. */
  record Note(String text) implements Effect {}

  /** This server must not go on (docs/protocol.md, 3.14). */
  record Halt(String why) implements Effect {}

  /** What could be handed over has been. {@code to}: the new master, if there is one. */
  record Stopped(Optional<Address> to) implements Effect {}
}
