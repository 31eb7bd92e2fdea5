package io.jmessage.server.chat.store;

import static io.jmessage.server.chat.store.TableLayout.addedText;
import static io.jmessage.server.chat.store.TableLayout.bytes;
import static io.jmessage.server.chat.store.TableLayout.flag;
import static io.jmessage.server.chat.store.TableLayout.number;
import static io.jmessage.server.chat.store.TableLayout.text;

import java.util.List;

/**
 * The tables. Keys rise, so that inserts go to the end of a tree, and every further index is
 * narrow. Messages are in {@link MessageMaps}; here is what becomes of them.
 *
 * <p>{@code accounts.living_name} is the name while the account lives and NULL after: unique among
 * the living. {@code meta} has one row: counters, the last time given out, and the applied
 * position. {@code received} has the messages that reached their receiver though an earlier one did
 * not, {@code removed} the conversations whose messages are still to be taken out of the maps.
 */
final class Schema {
  static final int FORMAT = 1;

  private static final String RECEIVED =
      """
      CREATE TABLE IF NOT EXISTS received (
        message BIGINT PRIMARY KEY, conversation BIGINT NOT NULL, sequence BIGINT NOT NULL,
        receiver BIGINT NOT NULL)""";
  private static final String REMOVED =
      """
      CREATE TABLE IF NOT EXISTS removed (
        conversation BIGINT PRIMARY KEY, last_sequence BIGINT NOT NULL)""";
  private static final String RECEIVED_BY_SEQUENCE =
      "CREATE INDEX IF NOT EXISTS received_by_sequence ON received (conversation, sequence)";

  static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE meta (
            id BIGINT PRIMARY KEY, format BIGINT NOT NULL,
            next_account BIGINT NOT NULL, next_conversation BIGINT NOT NULL,
            next_message BIGINT NOT NULL, next_request BIGINT NOT NULL, last_time BIGINT NOT NULL,
            epoch_number BIGINT NOT NULL, epoch_master VARCHAR NOT NULL,
            applied_index BIGINT NOT NULL, chain BIGINT NOT NULL)""",
          """
          CREATE TABLE accounts (
            id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, living_name VARCHAR,
            password_hash VARCHAR NOT NULL)""",
          """
          CREATE TABLE sessions (
            hash VARBINARY PRIMARY KEY, account BIGINT NOT NULL, opened BIGINT NOT NULL,
            client VARCHAR DEFAULT '' NOT NULL)""",
          """
          CREATE TABLE conversations (
            id BIGINT PRIMARY KEY, account_a BIGINT NOT NULL, account_b BIGINT NOT NULL,
            last_sequence BIGINT NOT NULL, last_message BIGINT NOT NULL,
            received_a BIGINT NOT NULL, read_a BIGINT NOT NULL,
            unreceived_a BIGINT NOT NULL, unread_a BIGINT NOT NULL,
            received_b BIGINT NOT NULL, read_b BIGINT NOT NULL,
            unreceived_b BIGINT NOT NULL, unread_b BIGINT NOT NULL)""",
          RECEIVED,
          REMOVED,
          """
          CREATE TABLE requests (
            id BIGINT PRIMARY KEY, client_id VARBINARY NOT NULL, sequence BIGINT NOT NULL,
            kind BIGINT NOT NULL, code BIGINT NOT NULL, session_hash VARBINARY)""");

  /** For a database of a version before; harmless for any other. */
  static final List<String> ADDITIONS =
      List.of(
          "ALTER TABLE sessions ADD COLUMN IF NOT EXISTS client VARCHAR DEFAULT '' NOT NULL",
          RECEIVED,
          REMOVED,
          RECEIVED_BY_SEQUENCE);

  /** Apart from the tables: a snapshot is loaded first and indexed then, several times as fast. */
  static final List<String> INDEXES =
      List.of(
          "CREATE UNIQUE INDEX accounts_living ON accounts (living_name)",
          "CREATE INDEX accounts_name ON accounts (name, id)",
          "CREATE INDEX sessions_account ON sessions (account, opened)",
          "CREATE UNIQUE INDEX conversations_parties ON conversations (account_a, account_b)",
          "CREATE INDEX conversations_b ON conversations (account_b)",
          RECEIVED_BY_SEQUENCE,
          "CREATE UNIQUE INDEX requests_once ON requests (client_id, sequence)");

  static final TableLayout ACCOUNTS =
      TableLayout.of(
          "accounts", number("id"), text("name"), text("living_name"), text("password_hash"));

  static final TableLayout SESSIONS =
      TableLayout.of(
          "sessions", bytes("hash"), number("account"), number("opened"), addedText("client", ""));

  static final TableLayout CONVERSATIONS =
      TableLayout.of(
          "conversations",
          number("id"),
          number("account_a"),
          number("account_b"),
          number("last_sequence"),
          number("last_message"),
          number("received_a"),
          number("read_a"),
          number("unreceived_a"),
          number("unread_a"),
          number("received_b"),
          number("read_b"),
          number("unreceived_b"),
          number("unread_b"));

  /** As snapshots and digests have them, and tables of versions before had. */
  static final TableLayout MESSAGES =
      TableLayout.of(
          "messages",
          number("id"),
          number("conversation"),
          number("sequence"),
          number("sender"),
          number("receiver"),
          text("text"),
          number("time"),
          flag("received"),
          flag("merged"),
          bytes("client_message_id"));

  static final TableLayout REQUESTS =
      TableLayout.of(
          "requests",
          number("id"),
          bytes("client_id"),
          number("sequence"),
          number("kind"),
          number("code"),
          bytes("session_hash"));

  /**
   * The counters, but not the applied position: it is not chat state, and a snapshot's travels
   * beside it.
   */
  static final TableLayout COUNTERS =
      TableLayout.of(
          "meta",
          number("id"),
          number("format"),
          number("next_account"),
          number("next_conversation"),
          number("next_message"),
          number("next_request"),
          number("last_time"));

  /** All of the state, in the order of snapshots and digests. */
  static final List<TableLayout> LAYOUTS =
      List.of(COUNTERS, ACCOUNTS, SESSIONS, CONVERSATIONS, MESSAGES, REQUESTS);

  private Schema() {}
}
