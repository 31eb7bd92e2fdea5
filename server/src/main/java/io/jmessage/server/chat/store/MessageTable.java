package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages as commands change them: the maps, with what undoes a batch that fails, and the tables
 * of what becomes of them. Writer thread only.
 */
public final class MessageTable {

  /** A row; it never changes. */
  public record Row(
      long id,
      long conversation,
      long sequence,
      long sender,
      long receiver,
      String text,
      long timeMicros,
      boolean merged,
      ByteString clientMessageId) {

    /** Names no text: it may end up in a log. */
    @Override
    public String toString() {
      return "message " + id;
    }
  }

  /**
   * A row without its text.
   *
   * @param received reached its receiver, though an earlier one did not
   */
  public record Stub(long id, long conversation, long sequence, long receiver, boolean received) {
    Stub asReceived() {
      return new Stub(id, conversation, sequence, receiver, true);
    }
  }

  private record Removed(long conversation, long lastSequence) {}

  /** A client may name a message twice. */
  static final String MARK_RECEIVED =
      "MERGE INTO received (message, conversation, sequence, receiver) KEY (message)"
          + " VALUES (?, ?, ?, ?)";

  private static final String FORGET_RECEIVED = "DELETE FROM received WHERE conversation = ?";
  private static final String REMOVE =
      "INSERT INTO removed (conversation, last_sequence) VALUES (?, ?)";
  private static final String REMOVED = "SELECT conversation, last_sequence FROM removed";
  private static final String FORGET_REMOVED = "DELETE FROM removed WHERE conversation = ?";

  private final SqlConnection sql;
  private final Counters counters;
  private final MessageMaps maps;
  private final MessageReader reader;

  /** Of the commands that are not finished. */
  private final List<Row> inserted = new ArrayList<>();

  /** There may be rows in the table of removed conversations. */
  private boolean someRemoved = true;

  MessageTable(SqlConnection sql, MessageMaps maps, Counters counters) {
    this.sql = sql;
    this.maps = maps;
    this.counters = counters;
    this.reader = new MessageReader(sql, maps);
  }

  /** The message that this sender sent under this id, if it did. */
  public Optional<Row> find(long sender, ByteString clientMessageId) {
    return reader.sent(sender, clientMessageId);
  }

  public long takeId() {
    return counters.takeMessageId();
  }

  public void insert(Row row) {
    inserted.add(row);
    maps.insert(row);
  }

  Optional<Row> row(long id) {
    return reader.row(id);
  }

  public Optional<Stub> stub(long id) {
    return reader.stub(id);
  }

  List<Stub> stubsAfter(long conversation, long sequence, int limit) {
    return reader.stubsAfter(conversation, sequence, limit);
  }

  /** Messages to the receiver with after < sequence <= upTo that are not marked one by one. */
  long countUnreceived(long conversation, long after, long upTo, long receiver) {
    return reader.countUnreceived(conversation, after, upTo, receiver);
  }

  /** Messages to the receiver with after < sequence <= upTo. */
  long countTo(long conversation, long after, long upTo, long receiver) {
    return reader.countTo(conversation, after, upTo, receiver);
  }

  void markReceived(Stub stub) {
    sql.update(MARK_RECEIVED, stub.id(), stub.conversation(), stub.sequence(), stub.receiver());
  }

  /** Of a conversation that nobody can reach any more; the rows go when that is committed. */
  void removeAll(long conversation, long lastSequence) {
    sql.update(FORGET_RECEIVED, conversation);
    sql.update(REMOVE, conversation, lastSequence);
    someRemoved = true;
  }

  /** What was inserted stands. */
  void finish() {
    inserted.clear();
  }

  /** Takes out what was inserted since the last finish. */
  void rollback() {
    for (int i = inserted.size() - 1; i >= 0; i--) {
      maps.remove(inserted.get(i));
    }
    inserted.clear();
  }

  /** Removes the rows of conversations whose removal is committed. */
  void purge() {
    if (!someRemoved || maps.isHeld()) {
      return;
    }
    List<Removed> all = sql.list(REMOVED, row -> new Removed(row.getLong(1), row.getLong(2)));
    for (Removed removed : all) {
      maps.removeAll(removed.conversation, removed.lastSequence);
      sql.update(FORGET_REMOVED, removed.conversation);
    }
    sql.commit();
    someRemoved = false;
  }
}
