package io.jmessage.server.chat.store;

import io.jmessage.server.replication.LogPosition;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills an empty database from a snapshot, and believes it only when its trailer fits. */
final class StateLoader {
  private static final int BATCH_ROWS = 1_000;

  private final SqlConnection sql;
  private final MessageMaps messages;

  StateLoader(SqlConnection sql, MessageMaps messages) {
    this.sql = sql;
    this.messages = messages;
  }

  /**
   * Loads everything; the applied position becomes {@code position}.
   *
   * @throws IOException if the stream ends early or is not a snapshot of this version
   */
  void load(LogPosition position, InputStream in) throws IOException {
    MessageDigest sha = StateWriter.sha256();
    DigestInputStream digested = new DigestInputStream(new BufferedInputStream(in, 1 << 16), sha);
    DataInputStream data = new DataInputStream(digested);
    if (!data.readUTF().equals(SnapshotFormat.MAGIC)) {
      throw new IOException("not a chat snapshot");
    }
    long[] counts = new long[Schema.LAYOUTS.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = readTable(data, Schema.LAYOUTS.get(i));
    }
    digested.on(false);
    checkTrailer(data, counts, sha.digest());
    Counters counters = new Counters(sql);
    counters.load();
    counters.finish(position);
    counters.save();
    sql.commit();
  }

  private long readTable(DataInputStream in, TableLayout layout) throws IOException {
    expect(SnapshotFormat.TABLE, in.readUnsignedByte());
    int present = SnapshotFormat.readHeader(in, layout);
    if (layout.equals(Schema.COUNTERS)) {
      return readCounters(in, present);
    }
    long count = 0;
    List<@Nullable Object[]> batch = new ArrayList<>(BATCH_ROWS);
    for (int mark = in.readUnsignedByte();
        mark != SnapshotFormat.END;
        mark = in.readUnsignedByte()) {
      expect(SnapshotFormat.ROW, mark);
      batch.add(SnapshotFormat.readRow(in, layout, present));
      count++;
      if (batch.size() == BATCH_ROWS) {
        insert(layout, batch);
      }
    }
    insert(layout, batch);
    return count;
  }

  /** The one row of meta is there already; its other columns are set with the position. */
  private long readCounters(DataInputStream in, int present) throws IOException {
    expect(SnapshotFormat.ROW, in.readUnsignedByte());
    @Nullable Object[] row = SnapshotFormat.readRow(in, Schema.COUNTERS, present);
    expect(SnapshotFormat.END, in.readUnsignedByte());
    sql.update(
        "UPDATE meta SET id = ?, format = ?, next_account = ?, next_conversation = ?,"
            + " next_message = ?, next_request = ?, last_time = ?",
        row);
    return 1;
  }

  private void insert(TableLayout layout, List<@Nullable Object[]> batch) {
    if (layout.equals(Schema.MESSAGES)) {
      new MessageRows(sql, messages).insert(batch);
      messages.write();
    } else {
      sql.batch(layout.insertSql(), batch);
    }
    sql.commit();
    batch.clear();
  }

  private static void checkTrailer(DataInputStream in, long[] counts, byte[] digest)
      throws IOException {
    expect(SnapshotFormat.TRAILER, in.readUnsignedByte());
    for (long count : counts) {
      if (in.readLong() != count) {
        throw new IOException("snapshot: row counts differ from the trailer's");
      }
    }
    byte[] expected = new byte[digest.length];
    in.readFully(expected);
    if (!MessageDigest.isEqual(expected, digest)) {
      throw new IOException("snapshot: checksum differs from the trailer's");
    }
  }

  private static void expect(int expected, int mark) throws IOException {
    if (mark != expected) {
      throw new IOException("snapshot: expected part " + expected + ", got " + mark);
    }
  }
}
