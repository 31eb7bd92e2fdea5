package io.jmessage.server.chat.store;

import io.jmessage.server.chat.store.MessageTable.Row;
import io.jmessage.server.chat.store.MessageTypes.ClientKey;
import io.jmessage.server.chat.store.MessageTypes.Place;
import io.jmessage.server.chat.store.MessageTypes.Receiver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;

/**
 * The messages, in maps of H2's own store and in the file of its tables, but without SQL: a row
 * costs a fraction of what it costs in a table (decision 0025).
 *
 * <p>The maps know no transactions. They may be ahead of the tables, in a file that a crash has
 * left as well, and never behind: whoever opens the file cuts off what the tables do not count
 * ({@link #truncate}), and whoever reads stays below what they count. A row never changes.
 *
 * <p>One thread writes; any thread reads.
 */
final class MessageMaps {
  private final MVStore store;
  private final MVMap<Long, Row> rows;
  private final MVMap<Place, Receiver> places;
  private final MVMap<ClientKey, Long> clientIds;

  /** How many long readers there are, for whom removed rows stay. */
  private final AtomicInteger holders = new AtomicInteger();

  MessageMaps(MVStore store) {
    this.store = store;
    this.rows = open("jmessage.messages", LongDataType.INSTANCE, new MessageTypes.RowType());
    this.places =
        open("jmessage.places", new MessageTypes.PlaceType(), new MessageTypes.ReceiverType());
    this.clientIds =
        open("jmessage.clientIds", new MessageTypes.ClientKeyType(), LongDataType.INSTANCE);
  }

  private <K, V> MVMap<K, V> open(String name, DataType<K> key, DataType<V> value) {
    return store.openMap(name, new MVMap.Builder<K, V>().keyType(key).valueType(value));
  }

  /** The row first: what is not in the other maps yet is found by it ({@link #truncate}). */
  void insert(Row row) {
    rows.put(row.id(), row);
    places.put(
        new Place(row.conversation(), row.sequence()), new Receiver(row.id(), row.receiver()));
    if (!row.clientMessageId().isEmpty()) {
      clientIds.put(ClientKey.of(row), row.id());
    }
  }

  void remove(Row row) {
    places.remove(new Place(row.conversation(), row.sequence()));
    if (!row.clientMessageId().isEmpty()) {
      clientIds.remove(ClientKey.of(row));
    }
    rows.remove(row.id());
  }

  /** Removes the rows of a conversation up to a sequence, as far as they are there. */
  void removeAll(long conversation, long lastSequence) {
    for (long sequence = 1; sequence <= lastSequence; sequence++) {
      Receiver there = places.get(new Place(conversation, sequence));
      Row row = there == null ? null : rows.get(there.message());
      if (row != null) {
        remove(row);
      }
    }
  }

  /** Removes all rows with this id or a greater one: no transaction has counted them. */
  void truncate(long nextId) {
    for (Long last = rows.lastKey(); last != null && last >= nextId; last = rows.lastKey()) {
      Row row = rows.get(last);
      if (row == null) {
        throw new StoreException("message " + last + " has a key and no row");
      }
      remove(row);
    }
  }

  @Nullable Row row(long id) {
    return rows.get(id);
  }

  /** The greatest id; 0 if there is none. */
  long lastId() {
    Long last = rows.lastKey();
    return last == null ? 0 : last;
  }

  /** Who a conversation's message of this sequence is to; null if there is none. */
  @Nullable Receiver at(long conversation, long sequence) {
    return places.get(new Place(conversation, sequence));
  }

  /** The id of what this sender sent under this id; null if it did not. */
  @Nullable Long sent(ClientKey key) {
    return clientIds.get(key);
  }

  /** Rows in the order of ids, at most so many. */
  List<Row> after(long id, int limit) {
    List<Row> page = new ArrayList<>();
    Iterator<Long> keys = rows.keyIterator(id + 1);
    while (page.size() < limit && keys.hasNext()) {
      Row row = rows.get(keys.next());
      if (row != null) {
        page.add(row);
      }
    }
    return page;
  }

  /** A conversation's messages in order, from a sequence on. */
  Cursor<Place, Receiver> from(long conversation, long sequence) {
    return places.cursor(new Place(conversation, sequence));
  }

  /** Writes what has changed to the file: for whoever fills it, without a transaction's end. */
  void write() {
    store.commit();
  }

  /** Until {@link #release}, nothing is removed that a table has let go of. */
  void hold() {
    holders.incrementAndGet();
  }

  void release() {
    holders.decrementAndGet();
  }

  boolean isHeld() {
    return holders.get() > 0;
  }
}
