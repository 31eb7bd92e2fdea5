package io.jmessage.server.chat;

import io.jmessage.server.replication.StateMachine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A snapshot in memory, and the row counts of its trailer. */
final class SnapshotRows {
  private static final List<String> TABLES =
      List.of("meta", "accounts", "sessions", "conversations", "messages", "requests");
  private static final int TRAILER_BYTES = 6 * Long.BYTES + 32;

  private final byte[] bytes;

  private SnapshotRows(byte[] bytes) {
    this.bytes = bytes;
  }

  static SnapshotRows of(StateMachine machine) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StateMachine.Snapshot snapshot = machine.openSnapshot()) {
      snapshot.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SnapshotRows(out.toByteArray());
  }

  byte[] bytes() {
    return bytes.clone();
  }

  long count(String table) {
    int from = bytes.length - TRAILER_BYTES + TABLES.indexOf(table) * Long.BYTES;
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, from, Long.BYTES))) {
      return in.readLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
