package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.store.MessageTable.Row;
import io.jmessage.server.chat.store.MessageTable.Stub;
import io.jmessage.server.chat.store.MessageTypes.ClientKey;
import io.jmessage.server.chat.store.MessageTypes.Place;
import io.jmessage.server.chat.store.MessageTypes.Receiver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;

/**
 * Queries for messages: the maps, and the table of those that are marked received by themselves.
 * One thread.
 */
final class MessageReader {
  private static final String IS_RECEIVED = "SELECT COUNT(*) FROM received WHERE message = ?";
  private static final String RECEIVED_OF_SEQUENCES =
      "SELECT message FROM received WHERE conversation = ? AND sequence BETWEEN ? AND ?";
  private static final String RECEIVED_OF_IDS =
      "SELECT message FROM received WHERE message BETWEEN ? AND ?";
  private static final String COUNT_RECEIVED =
      "SELECT COUNT(*) FROM received WHERE conversation = ? AND sequence BETWEEN ? AND ?"
          + " AND receiver = ?";

  private final SqlConnection sql;
  private final MessageMaps maps;

  MessageReader(SqlConnection sql, MessageMaps maps) {
    this.sql = sql;
    this.maps = maps;
  }

  Optional<Row> row(long id) {
    return Optional.ofNullable(maps.row(id));
  }

  /** The message that this sender sent under this id, if it did. */
  Optional<Row> sent(long sender, ByteString clientMessageId) {
    Long id = maps.sent(ClientKey.of(sender, clientMessageId));
    return id == null ? Optional.empty() : row(id);
  }

  Optional<Stub> stub(long id) {
    return row(id)
        .map(
            row ->
                new Stub(id, row.conversation(), row.sequence(), row.receiver(), isReceived(id)));
  }

  boolean isReceived(long id) {
    return sql.number(IS_RECEIVED, id) > 0;
  }

  /** Which of the messages with from <= id <= to are marked received by themselves. */
  Set<Long> receivedOfIds(long from, long to) {
    return new HashSet<>(sql.list(RECEIVED_OF_IDS, row -> row.getLong(1), from, to));
  }

  /** In order, at most so many. */
  List<Stub> stubsAfter(long conversation, long sequence, int limit) {
    List<Stub> stubs = new ArrayList<>();
    forEach(
        conversation,
        sequence,
        sequence > Long.MAX_VALUE - limit ? Long.MAX_VALUE : sequence + limit,
        (place, there) ->
            stubs.add(
                new Stub(there.message(), conversation, place.sequence(), there.account(), false)));
    if (stubs.isEmpty()) {
      return stubs;
    }
    Set<Long> received =
        receivedOf(conversation, sequence + 1, stubs.get(stubs.size() - 1).sequence());
    stubs.replaceAll(stub -> received.contains(stub.id()) ? stub.asReceived() : stub);
    return stubs;
  }

  /** The rows of a range of sequences, both ends included, and which of them are received. */
  void forEachRow(long conversation, long from, long to, BiConsumer<Row, Boolean> consumer) {
    Set<Long> received = receivedOf(conversation, from, to);
    forEach(
        conversation,
        from - 1,
        to,
        (place, there) -> {
          Row row = maps.row(there.message());
          if (row == null) {
            throw new StoreException("a sequence leads to message " + there.message());
          }
          consumer.accept(row, received.contains(row.id()));
        });
  }

  /** Messages to the receiver with after < sequence <= upTo. */
  long countTo(long conversation, long after, long upTo, long receiver) {
    long[] count = new long[1];
    forEach(
        conversation,
        after,
        upTo,
        (place, there) -> {
          if (there.account() == receiver) {
            count[0]++;
          }
        });
    return count[0];
  }

  /** Messages to the receiver with after < sequence <= upTo that are not marked one by one. */
  long countUnreceived(long conversation, long after, long upTo, long receiver) {
    return countTo(conversation, after, upTo, receiver)
        - sql.number(COUNT_RECEIVED, conversation, after + 1, upTo, receiver);
  }

  /** The id of a conversation's message. */
  long idAt(long conversation, long sequence) {
    Receiver there = maps.at(conversation, sequence);
    if (there == null) {
      throw new StoreException("conversation " + conversation + " lacks message " + sequence);
    }
    return there.message();
  }

  private Set<Long> receivedOf(long conversation, long from, long to) {
    return new HashSet<>(
        sql.list(RECEIVED_OF_SEQUENCES, row -> row.getLong(1), conversation, from, to));
  }

  /** Sequences have no hole: a range of them bounds what this goes through. */
  private void forEach(
      long conversation, long after, long upTo, BiConsumer<Place, Receiver> consumer) {
    Cursor<Place, Receiver> cursor = maps.from(conversation, after + 1);
    while (cursor.hasNext()) {
      Place place = cursor.next();
      if (place.conversation() != conversation || place.sequence() > upTo) {
        return;
      }
      consumer.accept(place, cursor.getValue());
    }
  }
}
