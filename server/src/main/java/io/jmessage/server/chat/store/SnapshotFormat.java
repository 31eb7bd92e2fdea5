package io.jmessage.server.chat.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the state travels and is hashed: independent of H2's version and file format.
 *
 * <pre>
 * snapshot: MAGIC, tables in the order of Schema.LAYOUTS, TRAILER
 * table:    TABLE, name, column count, column names, rows, END
 * row:      ROW, values
 * value:    number i64 | flag u8 | text and bytes: length i32 (-1: NULL), bytes
 * trailer:  TRAILER, row count i64 per table, SHA-256 over everything before the trailer
 * </pre>
 */
final class SnapshotFormat {
  static final String MAGIC = "jmessage chat snapshot 1";
  static final int TABLE = 1;
  static final int ROW = 2;
  static final int END = 3;
  static final int TRAILER = 4;

  /** Over the greatest text of a log entry (1 MiB), so that a wrong length costs no memory. */
  private static final int VALUE_BYTES_MAX = 4 << 20;

  private SnapshotFormat() {}

  static void writeHeader(DataOutputStream out, TableLayout layout) throws IOException {
    out.writeByte(TABLE);
    out.writeUTF(layout.name());
    out.writeShort(layout.columns().size());
    for (TableLayout.Column column : layout.columns()) {
      out.writeUTF(column.name());
    }
  }

  /**
   * Reads what follows TABLE and refuses a table that this version does not know so. An older
   * version may lack columns that were added at the end.
   *
   * @return how many columns the rows have
   */
  static int readHeader(DataInputStream in, TableLayout layout) throws IOException {
    boolean same = in.readUTF().equals(layout.name());
    int present = in.readShort();
    same &= present > 0 && present <= layout.columns().size();
    for (int i = 0; same && i < layout.columns().size(); i++) {
      TableLayout.Column column = layout.columns().get(i);
      same = i < present ? in.readUTF().equals(column.name()) : column.ifMissing() != null;
    }
    if (!same) {
      throw new IOException(
          "snapshot: table " + layout.name() + " differs; is the other server of this version?");
    }
    return present;
  }

  static void writeRow(DataOutputStream out, TableLayout layout, @Nullable Object[] row)
      throws IOException {
    out.writeByte(ROW);
    for (int i = 0; i < row.length; i++) {
      writeValue(out, layout.columns().get(i).type(), row[i]);
    }
  }

  /**
   * @param present as {@link #readHeader} said; the other columns get what they stand for
   */
  static @Nullable Object[] readRow(DataInputStream in, TableLayout layout, int present)
      throws IOException {
    @Nullable Object[] row = new @Nullable Object[layout.columns().size()];
    for (int i = 0; i < row.length; i++) {
      TableLayout.Column column = layout.columns().get(i);
      row[i] = i < present ? readValue(in, column.type()) : column.ifMissing();
    }
    return row;
  }

  static @Nullable Object[] row(ResultSet rows, TableLayout layout) throws SQLException {
    List<TableLayout.Column> columns = layout.columns();
    @Nullable Object[] row = new @Nullable Object[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] =
          switch (columns.get(i).type()) {
            case NUMBER -> rows.getLong(i + 1);
            case FLAG -> rows.getBoolean(i + 1);
            case TEXT -> rows.getString(i + 1);
            case BYTES -> rows.getBytes(i + 1);
          };
    }
    return row;
  }

  private static void writeValue(
      DataOutputStream out, TableLayout.Type type, @Nullable Object value) throws IOException {
    if (value instanceof Long number) {
      out.writeLong(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof String text) {
      writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof byte[] bytes) {
      writeBytes(out, bytes);
    } else if (value == null && type != TableLayout.Type.NUMBER && type != TableLayout.Type.FLAG) {
      out.writeInt(-1);
    } else {
      throw new StoreException("a " + type + " column holds something else");
    }
  }

  private static @Nullable Object readValue(DataInputStream in, TableLayout.Type type)
      throws IOException {
    return switch (type) {
      case NUMBER -> in.readLong();
      case FLAG -> in.readBoolean();
      case BYTES -> readBytes(in);
      case TEXT -> {
        byte @Nullable [] bytes = readBytes(in);
        yield bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
      }
    };
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > VALUE_BYTES_MAX) {
      throw new IOException("snapshot: a value of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
