package io.jmessage.server.replication.failstop;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.ConfigCodec;
import io.jmessage.server.replication.failstop.core.DivergedSuffix;
import io.jmessage.server.replication.failstop.core.DurableState;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.LogIndex;
import io.jmessage.server.replication.failstop.log.DamagedFileException;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import io.jmessage.server.replication.failstop.log.DivergedDirectory;
import io.jmessage.server.replication.failstop.log.Identity;
import io.jmessage.server.replication.failstop.log.IdentityFile;
import io.jmessage.server.replication.failstop.log.LogArchive;
import io.jmessage.server.replication.failstop.log.SegmentedLog;
import io.jmessage.server.replication.failstop.log.SetAside;
import io.jmessage.server.replication.failstop.log.SnapshotFile;
import io.jmessage.server.replication.failstop.log.VoteFile;
import io.jmessage.server.replication.failstop.transport.SnapshotReceiver;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies in the data directory of one server: identity, vote, log, snapshot. Brings the applied
 * state into line with the log when it is opened, since the log is the truth and the state can be
 * built anew.
 */
final class Storage implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
  private static final int BLOCK_BYTES = 256 << 10;

  /** Names what is set aside. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final DataDirectory directory;
  private Identity identity;
  private final VoteFile vote;
  private final int segmentBytes;
  private final LogIndex index;
  private final DivergedDirectory diverged;

  /** None while this server is DEGRADED. */
  private volatile @Nullable SegmentedLog log;

  /** What is wrong with the log or the snapshot that it stands on. */
  private Optional<String> damage;

  /** What the state can be built from, together with the log: START if from nothing. */
  private volatile LogPosition snapshot;

  /** Of the snapshot that was found at the start. */
  private final long snapshotBytes;

  /** Damaged data whose state has not been set aside yet. */
  private volatile @Nullable SetAside begun;

  private Storage(
      DataDirectory directory,
      Identity identity,
      VoteFile vote,
      int segmentBytes,
      @Nullable SegmentedLog log,
      LogIndex index,
      LogPosition snapshot,
      long snapshotBytes,
      Optional<String> damage) {
    this.directory = directory;
    this.identity = identity;
    this.vote = vote;
    this.segmentBytes = segmentBytes;
    this.log = log;
    this.index = index;
    this.snapshot = snapshot;
    this.snapshotBytes = snapshotBytes;
    this.damage = damage;
    this.diverged = new DivergedDirectory(directory.diverged());
  }

  /**
   * Opens an existing or empty directory. A damaged log is no failure: {@link #recover} tells.
   *
   * @throws IOException with a line for the operator: of another server, or without a vote or an
   *     identity that can be read
   */
  static Storage open(DataDirectory directory, String serverId, long logKeepBytes)
      throws IOException {
    // In this order: an identity without a vote is damage.
    VoteFile vote = VoteFile.open(directory.vote());
    Identity identity = IdentityFile.openOrCreate(directory.path(), serverId);
    int segmentBytes = segmentBytes(logKeepBytes);
    IndexBuilder builder = new IndexBuilder();
    SegmentedLog log = null;
    Optional<String> damage = Optional.empty();
    if (identity.hasCluster() && !SegmentedLog.isIn(directory.log())) {
      // Every server that has a cluster has a log, be it empty.
      damage =
          Optional.of(directory.log() + " holds no log, though this server belongs to a cluster");
    } else {
      try {
        log = SegmentedLog.open(directory.log(), segmentBytes, builder);
      } catch (DamagedFileException e) {
        damage = Optional.of(e.problem());
      }
    }
    LogIndex index = builder.index();
    Optional<SnapshotFile> newest = standOnSnapshot(directory.snapshot(), index);
    LogPosition snapshot = newest.map(SnapshotFile::position).orElse(LogPosition.START);
    long snapshotBytes = newest.isPresent() ? newest.get().dataBytes() : 0;
    if (damage.isEmpty() && snapshot.index() < index.base().index()) {
      damage =
          Optional.of(
              "the log starts after "
                  + index.base()
                  + ", but there is no whole snapshot that it continues");
    }
    return new Storage(
        directory, identity, vote, segmentBytes, log, index, snapshot, snapshotBytes, damage);
  }

  /** Only whole segments can be dropped, so what is kept must be some of them. */
  private static int segmentBytes(long logKeepBytes) {
    return (int)
        Math.max(
            SegmentedLog.SEGMENT_BYTES_MIN, Math.min(SegmentedLog.SEGMENT_BYTES, logKeepBytes / 4));
  }

  /**
   * Finds the newest snapshot of this log's history. Others are of a history that was not taken on:
   * a crash came between their arrival and the reset of the log.
   *
   * @return from where the state can be built; from the start if there is none
   */
  private static Optional<SnapshotFile> standOnSnapshot(Path directory, LogIndex index)
      throws IOException {
    for (SnapshotFile file :
        SnapshotFile.in(directory, damaged -> LOG.warn("{}", damaged.getMessage()))) {
      if (index.matches(file.position())) {
        index.standsOn(file.position(), configOf(file));
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Builds the index while the log is scanned. */
  private static final class IndexBuilder implements SegmentedLog.Visitor {
    private LogIndex index = new LogIndex(LogPosition.START, ConfigAt.NONE);

    @Override
    public void base(LogPosition base) {
      index = new LogIndex(base, ConfigAt.NONE);
    }

    @Override
    public void entry(LogEntry entry) {
      index.append(entry);
    }

    LogIndex index() {
      return index;
    }
  }

  private static SnapshotFile snapshotAt(Path snapshots, LogPosition position) throws IOException {
    return SnapshotFile.at(snapshots, position)
        .orElseThrow(
            () ->
                new DamagedFileException(
                    snapshots, "the log starts after " + position + ", a snapshot it lacks"));
  }

  private static ConfigAt configOf(SnapshotFile file) {
    return file.newestConfigIndex() == 0
        ? ConfigAt.NONE
        : new ConfigAt(ConfigCodec.decode(file.newestConfig()), file.newestConfigIndex());
  }

  String dataUuid() {
    return identity.dataUuid();
  }

  Optional<String> clusterId() {
    return identity.hasCluster() ? Optional.of(identity.clusterId()) : Optional.empty();
  }

  /** The log in use. */
  SegmentedLog log() {
    SegmentedLog inUse = log;
    if (inUse == null) {
      throw new IllegalStateException("a damaged log is not used");
    }
    return inUse;
  }

  VoteFile vote() {
    return vote;
  }

  void adoptCluster(String clusterId) throws IOException {
    identity = IdentityFile.withCluster(directory.path(), identity, clusterId);
  }

  /**
   * What the core starts from. A state that does not stand on the log's history is thrown away and
   * built anew. A log that ends before the state does, and was not cut there, has lost something,
   * and is damaged.
   */
  DurableState recover(StateMachine stateMachine) throws IOException {
    long applied = stateMachine.applied().index();
    if (damage.isEmpty()) {
      damage = bringIntoLine(stateMachine);
    }
    if (damage.isPresent()) {
      closeLog();
      long good = Math.min(applied, index.last().index());
      return durableState(good);
    }
    return durableState(stateMachine.applied().index());
  }

  private DurableState durableState(long applied) {
    return new DurableState(
        clusterId(), vote.promised(), index, snapshot, snapshotBytes, applied, damage);
  }

  private Optional<String> bringIntoLine(StateMachine stateMachine) throws IOException {
    LogPosition applied = stateMachine.applied();
    if (applied.index() > index.last().index() && !wasCut(applied)) {
      return Optional.of(
          "the log ends at "
              + index.last()
              + ", but entries up to "
              + applied.index()
              + " have been applied: "
              + directory.log()
              + " has lost some");
    }
    if (!index.matches(applied)) {
      LOG.info("the applied state does not stand on the log: building it anew");
      try {
        load(stateMachine);
      } catch (DamagedFileException e) {
        return Optional.of(e.problem());
      }
    }
    return Optional.empty();
  }

  // ---- Beginning anew.

  /** Sets log and snapshots aside and opens an empty log, as another disk. Log thread. */
  void setLogAside(String dataUuid) throws IOException {
    closeLog();
    SetAside decided = SetAside.begin(directory, TIME.format(Instant.now()), dataUuid);
    identity = new Identity(identity.serverId(), dataUuid, identity.clusterId());
    begun = decided;
    snapshot = LogPosition.START;
    log = SegmentedLog.open(directory.log(), segmentBytes, entry -> {});
    damage = Optional.empty();
    LOG.info("keeps the damaged data in {}", decided.target());
  }

  private void setStateAside(SetAside decided, StateMachine stateMachine) throws IOException {
    stateMachine.setAside(decided.target());
    decided.finish();
    begun = null;
  }

  private void closeLog() throws IOException {
    SegmentedLog open = log;
    log = null;
    if (open != null) {
      open.close();
    }
  }

  /**
   * Loads the state of the snapshot, or of the start if there is none. Reads the whole snapshot:
   * applier thread, or before there is one.
   */
  void load(StateMachine stateMachine) throws IOException {
    SetAside decided = begun;
    if (decided != null) {
      setStateAside(decided, stateMachine);
    }
    while (true) {
      LogPosition position = snapshot;
      try {
        if (position.index() > 0) {
          install(position, stateMachine);
        } else if (decided == null) {
          stateMachine.clear();
        }
        return;
      } catch (DamagedFileException e) {
        if (log().base().index() > 0) {
          throw e;
        }
        LOG.warn("{} The log reaches back to the start: it is used alone.", e.getMessage());
        stateMachine.clear();
        return;
      } catch (IOException e) {
        if (position.equals(snapshot)) {
          throw e;
        } // Else a newer one has taken its place, and its file is gone.
      }
    }
  }

  private void install(LogPosition position, StateMachine stateMachine) throws IOException {
    SnapshotFile file = snapshotAt(directory.snapshot(), position);
    try (InputStream data = file.open()) {
      stateMachine.installSnapshot(position, data);
    }
  }

  /**
   * Keeps what comes after, then cuts it off (I9). Log thread.
   *
   * @return what of it is to be submitted again
   */
  Optional<DivergedSuffix> truncateAfter(long index, long acknowledgedUpTo) throws IOException {
    Optional<DivergedSuffix> kept = archiveAfter(index, acknowledgedUpTo);
    log().truncateAfter(index);
    return kept;
  }

  /**
   * Starts the log anew after a snapshot; what the snapshot may not hold is kept. Log thread.
   *
   * @return what of it is to be submitted again
   */
  Optional<DivergedSuffix> resetLog(LogPosition position, long archiveAfter, long acknowledgedUpTo)
      throws IOException {
    Optional<DivergedSuffix> kept = archiveAfter(archiveAfter, acknowledgedUpTo);
    log().resetTo(position);
    snapshot = position;
    SnapshotFile.keepOnly(directory.snapshot(), position); // Until now the log stood on the older.
    return kept;
  }

  DivergedDirectory diverged() {
    return diverged;
  }

  /**
   * Writes a snapshot of the own state; on return it is verified and durable.
   *
   * @param beforeBlock ends the writing by an exception
   * @return how many bytes it takes
   */
  long write(StateMachine.Snapshot own, ConfigAt newest, Runnable beforeBlock) throws IOException {
    ByteString config =
        newest.index() == 0 ? ByteString.EMPTY : ConfigCodec.encode(newest.config());
    LogPosition position = own.position();
    try (SnapshotFile.Writer writer =
            SnapshotFile.receive(directory.snapshot(), position, config, newest.index());
        OutputStream out = new BufferedOutputStream(guarded(writer, beforeBlock), BLOCK_BYTES)) {
      own.writeTo(out);
      out.flush();
      return writer.commit(beforeBlock).dataBytes();
    }
  }

  private static OutputStream guarded(SnapshotFile.Writer writer, Runnable beforeBlock) {
    return new FilterOutputStream(writer.stream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        beforeBlock.run();
        out.write(bytes, offset, length);
      }
    };
  }

  /**
   * Builds the state from that snapshot from now on, and lets go of what it replaces. Log thread.
   */
  void trim(LogPosition newest, long upTo) throws IOException {
    LogPosition before = snapshot;
    snapshot = newest;
    log().dropUpTo(upTo);
    if (before.index() > 0 && !before.equals(newest)) {
      SnapshotFile.delete(directory.snapshot(), before);
    }
  }

  /**
   * Whether the log was cut before that entry. A crash, or a power cut that takes the database back
   * in time, may leave a state from before the cut.
   */
  private boolean wasCut(LogPosition position) throws IOException {
    for (Path file : LogArchive.in(directory.diverged())) {
      boolean[] found = new boolean[1];
      try {
        LogArchive.read(file, entry -> found[0] |= entry.position().equals(position));
      } catch (IOException e) {
        LOG.warn("cannot read {}: {}", file, e.toString());
      }
      if (found[0]) {
        return true;
      }
    }
    return false;
  }

  private Optional<DivergedSuffix> archiveAfter(long from, long acknowledgedUpTo)
      throws IOException {
    SegmentedLog log = log();
    long index = Math.max(from, log.base().index());
    return log.last().index() > index
        ? diverged.keep(log, index, acknowledgedUpTo, System.currentTimeMillis())
        : Optional.empty();
  }

  /** Takes a snapshot from the network into a file; {@link #received} tells which. */
  final class Download implements SnapshotReceiver, Closeable {
    private SnapshotFile.@Nullable Writer writer;
    private @Nullable SnapshotFile received;

    @Override
    public void header(LogPosition position, ConfigAt newest) throws IOException {
      if (writer != null) {
        throw new IOException("a second snapshot header");
      }
      ByteString config =
          newest.index() == 0 ? ByteString.EMPTY : ConfigCodec.encode(newest.config());
      writer = SnapshotFile.receive(directory.snapshot(), position, config, newest.index());
    }

    @Override
    public void data(ByteString frame) throws IOException {
      writer().write(frame);
    }

    @Override
    public void footer(long bytes, ByteString sha256) throws IOException {
      received = writer().commit(bytes, sha256);
    }

    private SnapshotFile.Writer writer() throws IOException {
      if (writer == null) {
        throw new IOException("a snapshot frame before its header");
      }
      return writer;
    }

    SnapshotFile received() throws IOException {
      if (received == null) {
        throw new IOException("the snapshot did not arrive whole");
      }
      return received;
    }

    ConfigAt newestConfig() throws IOException {
      return configOf(received());
    }

    @Override
    public void close() throws IOException {
      if (writer != null) {
        writer.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      closeLog();
    } finally {
      vote.close();
    }
  }
}
