package io.jmessage.server.chat.store;

import io.jmessage.server.chat.store.MessageTable.Row;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes all rows in canonical order, a page at a time: memory does not grow with the state. The
 * connection must be in a SNAPSHOT transaction.
 */
final class StateWriter {
  private static final int PAGE_ROWS = 500;
  private static final String REMOVED = "SELECT conversation FROM removed";

  private final SqlConnection sql;
  private final MessageMaps messages;
  private final long nextMessage;

  /**
   * @param nextMessage the first id that is no part of the state, though it may be in the maps
   */
  StateWriter(SqlConnection sql, MessageMaps messages, long nextMessage) {
    this.sql = sql;
    this.messages = messages;
    this.nextMessage = nextMessage;
  }

  void writeSnapshot(OutputStream out) throws IOException {
    MessageDigest sha = sha256();
    DataOutputStream data =
        new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(out, sha), 1 << 16));
    long[] counts = writeTables(data);
    data.flush();
    DataOutputStream trailer = new DataOutputStream(out);
    trailer.writeByte(SnapshotFormat.TRAILER);
    for (long count : counts) {
      trailer.writeLong(count);
    }
    trailer.write(sha.digest());
    trailer.flush();
  }

  /** SHA-256 over what a snapshot would hold, in hex. */
  String digest() {
    MessageDigest sha = sha256();
    OutputStream nowhere = new DigestOutputStream(OutputStream.nullOutputStream(), sha);
    try (DataOutputStream data = new DataOutputStream(new BufferedOutputStream(nowhere, 1 << 16))) {
      writeTables(data);
    } catch (IOException e) {
      throw new StoreException("digest", e);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private long[] writeTables(DataOutputStream out) throws IOException {
    out.writeUTF(SnapshotFormat.MAGIC);
    long[] counts = new long[Schema.LAYOUTS.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = writeTable(out, Schema.LAYOUTS.get(i));
    }
    return counts;
  }

  private long writeTable(DataOutputStream out, TableLayout layout) throws IOException {
    SnapshotFormat.writeHeader(out, layout);
    long count = layout.equals(Schema.MESSAGES) ? writeMessages(out) : writeRows(out, layout);
    out.writeByte(SnapshotFormat.END);
    return count;
  }

  private long writeRows(DataOutputStream out, TableLayout layout) throws IOException {
    long count = 0;
    List<@Nullable Object[]> page = page(layout, layout.firstPageSql(), PAGE_ROWS);
    while (!page.isEmpty()) {
      for (@Nullable Object[] row : page) {
        SnapshotFormat.writeRow(out, layout, row);
      }
      count += page.size();
      @Nullable Object lastKey = page.get(page.size() - 1)[0];
      page = page(layout, layout.nextPageSql(), lastKey, PAGE_ROWS);
    }
    return count;
  }

  private long writeMessages(DataOutputStream out) throws IOException {
    Set<Long> removed = new HashSet<>(sql.list(REMOVED, row -> row.getLong(1)));
    MessageReader reader = new MessageReader(sql, messages);
    long count = 0;
    List<Row> page = messages.after(0, PAGE_ROWS);
    while (!page.isEmpty()) {
      long last = page.get(page.size() - 1).id();
      Set<Long> received = reader.receivedOfIds(page.get(0).id(), last);
      for (Row row : page) {
        if (row.id() < nextMessage && !removed.contains(row.conversation())) {
          @Nullable Object[] values = MessageRows.values(row, received.contains(row.id()));
          SnapshotFormat.writeRow(out, Schema.MESSAGES, values);
          count++;
        }
      }
      page = last < nextMessage ? messages.after(last, PAGE_ROWS) : List.of();
    }
    return count;
  }

  private List<@Nullable Object[]> page(
      TableLayout layout, String pageSql, @Nullable Object... arguments) {
    return sql.list(pageSql, row -> SnapshotFormat.row(row, layout), arguments);
  }
}
