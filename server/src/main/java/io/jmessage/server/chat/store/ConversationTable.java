package io.jmessage.server.chat.store;

import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.Conversation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conversations with their marks. Changes stay in memory until the transaction ends, because a busy
 * conversation changes many times in one. Writer thread only.
 */
public final class ConversationTable {
  static final String COLUMNS =
      "c.id, c.account_a, c.received_a, c.read_a, c.unreceived_a, c.unread_a, c.account_b,"
          + " c.received_b, c.read_b, c.unreceived_b, c.unread_b, c.last_sequence, c.last_message";

  private static final String BETWEEN =
      "SELECT " + COLUMNS + " FROM conversations c WHERE c.account_a = ? AND c.account_b = ?";
  private static final String BY_ID = "SELECT " + COLUMNS + " FROM conversations c WHERE c.id = ?";
  static final String OF_ACCOUNT =
      "SELECT "
          + COLUMNS
          + " FROM conversations c WHERE c.account_a = ? UNION ALL SELECT "
          + COLUMNS
          + " FROM conversations c WHERE c.account_b = ? AND c.account_a <> c.account_b ORDER BY 1";

  /** Of several deleted namesakes the one that was talked to last. */
  static final String WITH_DELETED =
      "SELECT "
          + COLUMNS
          + " FROM accounts p JOIN conversations c ON (c.account_a = LEAST(p.id, ?)"
          + " AND c.account_b = GREATEST(p.id, ?))"
          + " WHERE p.name = ? AND p.living_name IS NULL ORDER BY c.last_message DESC LIMIT 1";

  private static final String INSERT =
      "INSERT INTO conversations (id, account_a, account_b, last_sequence, last_message,"
          + " received_a, read_a, unreceived_a, unread_a, received_b, read_b, unreceived_b,"
          + " unread_b) VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)";
  private static final String UPDATE =
      "UPDATE conversations SET last_sequence = ?, last_message = ?, received_a = ?, read_a = ?,"
          + " unreceived_a = ?, unread_a = ?, received_b = ?, read_b = ?, unreceived_b = ?,"
          + " unread_b = ? WHERE id = ?";
  private static final String DELETE = "DELETE FROM conversations WHERE id = ?";

  private static final int CACHED_MAX = 20_000;

  private record Pair(long a, long b) {
    static Pair of(long one, long other) {
      return new Pair(Math.min(one, other), Math.max(one, other));
    }
  }

  private final SqlConnection sql;
  private final Counters counters;

  /** Which conversation two accounts have; as the tables say, and those of this transaction. */
  private final Map<Pair, Long> ids = new RecentlyUsed<>(CACHED_MAX);

  /** As the tables have them. */
  private final Map<Long, Conversation> cache = new RecentlyUsed<>(CACHED_MAX);

  /** Finished, but not in the tables yet. */
  private final Map<Long, Conversation> unsaved = new LinkedHashMap<>();

  /** Not finished; empty: removed. */
  private final Map<Long, Optional<Conversation>> changed = new LinkedHashMap<>();

  ConversationTable(SqlConnection sql, Counters counters) {
    this.sql = sql;
    this.counters = counters;
  }

  static Conversation conversation(ResultSet row) throws SQLException {
    return new Conversation(
        row.getLong(1), side(row, 2), side(row, 7), row.getLong(12), row.getLong(13));
  }

  private static Conversation.Side side(ResultSet row, int column) throws SQLException {
    return new Conversation.Side(
        row.getLong(column),
        row.getLong(column + 1),
        row.getLong(column + 2),
        row.getLong(column + 3),
        row.getLong(column + 4));
  }

  public Optional<Conversation> between(long one, long other) {
    Pair pair = Pair.of(one, other);
    Long id = ids.get(pair);
    if (id != null) {
      return find(id);
    }
    Optional<Conversation> found =
        sql.first(BETWEEN, ConversationTable::conversation, pair.a, pair.b);
    return found.flatMap(stored -> find(remember(stored).id()));
  }

  /** The conversation that a message row refers to. */
  public Conversation byId(long id) {
    return find(id).orElseThrow(() -> new StoreException("a message refers to conversation " + id));
  }

  private Optional<Conversation> find(long id) {
    Optional<Conversation> change = changed.get(id);
    if (change != null) {
      return change;
    }
    Conversation finished = unsaved.get(id);
    Conversation known = finished != null ? finished : cache.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    return sql.first(BY_ID, ConversationTable::conversation, id).map(this::remember);
  }

  /** The newest conversation with a deleted account of that name. */
  public Optional<Conversation> withDeleted(long account, String name) {
    write();
    return sql.first(WITH_DELETED, ConversationTable::conversation, account, account, name);
  }

  public Conversation create(Account one, Account other) {
    Conversation created =
        Conversation.between(counters.takeConversationId(), one.id(), other.id());
    sql.update(INSERT, created.id(), created.a().account(), created.b().account());
    ids.put(pairOf(created), created.id());
    update(created);
    return created;
  }

  public void update(Conversation conversation) {
    changed.put(conversation.id(), Optional.of(conversation));
  }

  List<Conversation> ofAccount(long account) {
    write();
    return sql.list(OF_ACCOUNT, ConversationTable::conversation, account, account);
  }

  void remove(Conversation conversation) {
    ids.remove(pairOf(conversation));
    changed.put(conversation.id(), Optional.empty());
    sql.update(DELETE, conversation.id());
  }

  /** What was changed stands. */
  void finish() {
    changed.forEach(
        (id, conversation) ->
            conversation.ifPresentOrElse(
                value -> unsaved.put(id, value),
                () -> {
                  unsaved.remove(id);
                  cache.remove(id);
                }));
    changed.clear();
  }

  /** Forgets what was changed since the last finish. */
  void rollback() {
    changed.clear();
    ids.clear();
    cache.clear();
  }

  /** Brings what is finished into the tables. */
  void save() {
    update(unsaved.values());
    cache.putAll(unsaved);
    unsaved.clear();
  }

  /** Lets the tables show everything, for a query that they must answer; keeps what it wrote. */
  private void write() {
    update(unsaved.values());
    update(changed.values().stream().flatMap(Optional::stream).toList());
  }

  private void update(Collection<Conversation> conversations) {
    if (!conversations.isEmpty()) {
      List<@Nullable Object[]> rows = new ArrayList<>(conversations.size());
      conversations.forEach(conversation -> rows.add(updateArguments(conversation)));
      sql.batch(UPDATE, rows);
    }
  }

  private Conversation remember(Conversation stored) {
    ids.put(pairOf(stored), stored.id());
    cache.put(stored.id(), stored);
    return stored;
  }

  private static @Nullable Object[] updateArguments(Conversation c) {
    return new @Nullable Object[] {
      c.lastSequence(),
      c.lastMessageId(),
      c.a().received(),
      c.a().read(),
      c.a().unreceived(),
      c.a().unread(),
      c.b().received(),
      c.b().read(),
      c.b().unreceived(),
      c.b().unread(),
      c.id()
    };
  }

  private static Pair pairOf(Conversation conversation) {
    return new Pair(conversation.a().account(), conversation.b().account());
  }
}
