package io.jmessage.server.replication.failstop.core;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.LogPosition;
import java.util.List;

/** What happens to a server. The time at which it happens is given beside it. */
public sealed interface Event {

  /** Time passed. Comes often, at least every few tens of milliseconds. */
  record Tick() implements Event {}

  /** A message came. {@code replyTo}: names the call to answer; 0 if it came on a stream. */
  record Received(Envelope envelope, long replyTo, Message message) implements Event {}

  /** The answer to a call that was made at {@code calledAt}, by this server's clock. */
  record Answered(Envelope envelope, long calledAt, Message message) implements Event {}

  /** A Subscribe stream with this server ended, whoever opened it. */
  record StreamClosed(Address peer) implements Event {}

  /** A call could not reach this server at all; whether it is gone, a probe will tell. */
  record CallFailed(Address peer) implements Event {}

  /** The answer to a {@link Effect.Probe}. */
  record Probed(Address peer, ProbeResult result) implements Event {}

  /** What a bare connection attempt met. */
  enum ProbeResult {
    /** Somebody listens there; says nothing of whether it is alive. */
    OPEN,
    /** The host says that nobody does: the process is gone. */
    REFUSED,
    /** Nothing. */
    SILENT
  }

  /** Log entries up to {@code index}, appended in {@code generation}, are on this server's disk. */
  record Synced(long generation, long index) implements Event {}

  /** Commands of clients, in the order in which they came. */
  record Submitted(List<Submission> submissions) implements Event {}

  /** {@code ticket}: how the shell knows the caller. */
  record Submission(long ticket, ByteString payload) {}

  record ReadRequested(long ticket) implements Event {}

  /** The state machine has applied up to here. */
  record Applied(long index) implements Event {}

  /** That server's snapshot is whole, verified and on this server's disk. */
  record SnapshotFetched(Address from, LogPosition position, ConfigAt newest, long bytes)
      implements Event {}

  record SnapshotFailed(Address from, String why) implements Event {}

  /** A part of the log has been cut off and kept; also told at start, for what is not done. */
  record DivergedKept(DivergedSuffix suffix) implements Event {}

  /** Answers {@link Effect.ReadDiverged}: none if the archive ends here. */
  record DivergedRead(String name, List<LogEntry> entries) implements Event {}

  /** Answers {@link Effect.ReadDiverged}: the archive is damaged. It is kept as it is. */
  record DivergedUnreadable(String name, String why) implements Event {}

  /** Answers {@link Effect.Merge}: everything is acknowledged, but for what is left aside. */
  record Merged(long replyTo, LogPosition last, List<LeftAside> aside) implements Event {}

  /** An operator wants something of this server; answered by {@link Effect.OrderAnswered}. */
  record Ordered(long ticket, Order order) implements Event {}

  /** A snapshot of this server's own state is whole, read back and on its disk. */
  record SnapshotTaken(LogPosition position, long bytes) implements Event {

    /** One that is small beside the log. */
    public SnapshotTaken(LogPosition position) {
      this(position, 0);
    }
  }

  record SnapshotNotTaken(String why) implements Event {}

  /** This process did not run for so long. */
  record Paused(long gapMillis) implements Event {}

  /** The operator stops this server: hand over or leave, then {@link Effect.Stopped}. */
  record StopRequested() implements Event {}
}
