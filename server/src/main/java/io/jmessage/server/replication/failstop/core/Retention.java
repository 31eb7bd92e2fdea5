package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.LogPosition;

/**
 * Keeps the log from growing for ever (docs/protocol.md, 3.8): when as much has been applied since
 * the last snapshot as that takes, within bounds, it has the next one taken; when that is verified,
 * the log before it may go, but for the last {@link CoreSettings#logKeepBytes}, from which others
 * are caught up without a snapshot, and for what those need who are being caught up, within a
 * bound.
 *
 * <p>The log always reaches back to the snapshot, so the state can be built from the two.
 */
final class Retention {

  /** Times what is kept: the bound for those who are being caught up. */
  private static final int FOR_OTHERS = 4;

  /**
   * Times what is kept: the bound for what is applied between two snapshots, however large they
   * are. The index of the log stands in memory, and a start reads all of the log.
   */
  private static final int BETWEEN_SNAPSHOTS = 4;

  private final CoreState core;

  /** The newest snapshot that is known to be whole and of this log's history. */
  private LogPosition snapshot;

  private long snapshotBytes;
  private boolean taking;
  private long notBefore = Peers.NEVER;

  Retention(CoreState core, LogPosition snapshot, long snapshotBytes) {
    this.core = core;
    this.snapshot = snapshot;
    this.snapshotBytes = snapshotBytes;
  }

  LogPosition snapshot() {
    return snapshot;
  }

  /** The log and the state begin anew after a snapshot of another server. */
  void replaced(LogPosition by, long bytes) {
    snapshot = by;
    snapshotBytes = bytes;
  }

  void onApplied() {
    boolean enough = core.log.bytesBetween(snapshot.index(), core.applied) > dueAfterBytes();
    if (enough && !taking && core.now >= notBefore) {
      taking = true;
      core.emit(new Effect.TakeSnapshot());
    }
  }

  void onTaken(LogPosition taken, long bytes) {
    taking = false;
    // The log may have been cut or replaced while it was written.
    if (core.log.matches(taken) && taken.index() > snapshot.index()) {
      snapshot = taken;
      snapshotBytes = bytes;
      trim();
    }
  }

  void onNotTaken(String why) {
    taking = false;
    notBefore = core.now + CoreSettings.SNAPSHOT_AGAIN_MILLIS;
    core.note("could not write a snapshot of its own state: " + why);
  }

  /** Within the bound, snapshots write about as much as the log at most. */
  private long dueAfterBytes() {
    long kept = core.settings.logKeepBytes();
    return Math.min(Math.max(kept, snapshotBytes), BETWEEN_SNAPSHOTS * kept);
  }

  /** From where on the log takes so many times what is kept. */
  private long lastBytes(int times) {
    return core.log.firstWithin(core.log.lastIndex(), times * core.settings.logKeepBytes());
  }

  private void trim() {
    long kept = Math.min(lastBytes(1), Math.max(core.role().neededFrom(), lastBytes(FOR_OTHERS)));
    long upTo = Math.min(kept, snapshot.index());
    core.role().onTrim(upTo);
    core.log.trimTo(upTo);
    core.emit(new Effect.TrimLog(snapshot, upTo));
    core.note("has a snapshot of " + snapshot + ", and its log from there back to " + upTo);
  }
}
