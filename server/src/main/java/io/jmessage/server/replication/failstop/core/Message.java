package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The messages of docs/protocol.md, 3.5; replication.proto says who sends which when. */
public sealed interface Message {

  record Register(List<LogPosition> epochTable) implements Message {}

  /** What the master answers to a Register. */
  enum Verdict {
    NOT_MASTER,
    FROM_FORK,
    SNAPSHOT_NEEDED,
    REFUSED
  }

  /** {@code master}: whom to ask, with NOT_MASTER; {@code text}: for the operator, with REFUSED. */
  record RegisterReply(
      Verdict verdict, Optional<Address> master, LogPosition fork, ConfigAt newest, String text)
      implements Message {}

  record SubscribeLog(LogPosition after) implements Message {}

  /**
   * {@code inSync}: the master's newest Config, at {@code newestConfig}, names the receiver. A
   * master that is not sure to be one gives an index that is never reached.
   */
  record Append(
      LogPosition previous,
      List<LogEntry> entries,
      long commit,
      long newestConfig,
      boolean inSync,
      long token)
      implements Message {}

  record AppendAck(long durable, long token) implements Message {}

  /** {@code token}: of the newest Append; {@code replyToken}: of the newest HeartBeatReply. */
  record HeartBeat(long durable, long token, long replyToken) implements Message {}

  /** {@code inSync}: the master's newest Config names the receiver. */
  record HeartBeatReply(boolean master, boolean inSync, long token) implements Message {}

  record CheckMaster() implements Message {}

  /** {@code masterHeardMillis}: how long ago; -1: not at all. */
  record CheckMasterReply(
      Role role,
      Optional<Address> master,
      long masterHeardMillis,
      LogPosition last,
      ConfigAt newest,
      boolean eligible)
      implements Message {}

  /** {@code certain}: the suspected master's process is known to be gone, or hands over. */
  record Claim(Epoch epoch, boolean coldStart, boolean certain) implements Message {}

  record Promise(Epoch epoch, LogPosition last, ConfigAt newest, boolean eligible)
      implements Message {}

  record Objection(Epoch epoch, Address master) implements Message {}

  record Stale(Epoch promised) implements Message {}

  record Wait(long millis) implements Message {}

  record NewMaster(Epoch epoch) implements Message {}

  record NewMasterReply() implements Message {}

  record FetchTail(List<LogPosition> epochTable) implements Message {}

  record Tail(boolean found, LogPosition fork, List<LogEntry> entries, LogPosition last)
      implements Message {}

  /**
   * Entries that were cut off the sender's log, to be ordered anew. {@code aside}: what entries
   * before them left aside.
   */
  record Reconcile(List<LogEntry> entries, Set<String> aside) implements Message {}

  /** They are acknowledged, up to {@code last}, but for those that were left aside. */
  record ReconcileReply(LogPosition last, List<LeftAside> aside) implements Message {}

  record HandOver() implements Message {}

  record Leave() implements Message {}
}
