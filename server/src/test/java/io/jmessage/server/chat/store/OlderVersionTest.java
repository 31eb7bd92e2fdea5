package io.jmessage.server.chat.store;

import static io.jmessage.server.chat.store.TableLayout.bytes;
import static io.jmessage.server.chat.store.TableLayout.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.OpenSession;
import io.jmessage.server.replication.LogPosition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What versions before have left is still readable. */
class OlderVersionTest {
  private static final TableLayout OLD_SESSIONS =
      TableLayout.of("sessions", bytes("hash"), number("account"), number("opened"));
  private static final ByteString HASH = ByteString.copyFromUtf8("hash");

  @TempDir Path directory;

  @Test
  void snapshot_isLoaded_withoutTheColumn() throws Exception {
    try (ChatDatabase database = ChatDatabase.open(directory)) {
      database.install(LogPosition.START, new ByteArrayInputStream(oldSnapshot()));

      List<OpenSession> sessions = database.read(reader -> reader.sessionsOf(7));
      assertThat(sessions).containsExactly(new OpenSession(HASH, 42, ""));
    }
  }

  @Test
  void database_getsTheColumn_whenItIsOpened() throws Exception {
    try (ChatDatabase database = ChatDatabase.open(directory)) {
      database.store().sessions().open(HASH, 7, 42, "window");
      assertThat(database.finish(LogPosition.START)).isEmpty();
      database.save();
    }
    execute("ALTER TABLE sessions DROP COLUMN client");

    try (ChatDatabase database = ChatDatabase.open(directory)) {
      List<OpenSession> sessions = database.read(reader -> reader.sessionsOf(7));
      assertThat(sessions).containsExactly(new OpenSession(HASH, 42, ""));
    }
  }

  @Test
  void databaseWithATableOfMessages_hasThemInItsMaps_andTheTableNoMore() throws Exception {
    List<MessageTable.Row> rows = List.of(row(1, 1, 1), row(2, 2, 1), row(4, 1, 2));
    String digest;
    try (ChatDatabase database = ChatDatabase.open(directory)) {
      digest = fill(database, rows);
    }
    putIntoTable(rows);

    try (ChatDatabase database = ChatDatabase.open(directory)) {
      assertThat(database.digest()).isEqualTo(digest);
      List<MessageTable.Stub> stubs = database.read(reader -> reader.stubsAfter(1, 0, 10));
      assertThat(stubs)
          .containsExactly(
              new MessageTable.Stub(1, 1, 1, 2, false), new MessageTable.Stub(4, 1, 2, 2, true));
      boolean sent = database.read(reader -> reader.hasSent(1, rows.get(2).clientMessageId()));
      assertThat(sent).isTrue();
    }
    assertThat(tables()).doesNotContain("MESSAGES");
  }

  /** Two conversations of accounts 1 and 2, 2 and 3; the last message is received ahead. */
  private static String fill(ChatDatabase database, List<MessageTable.Row> rows) {
    ChatStore store = database.store();
    Account one = store.accounts().create("one", "hash");
    Account two = store.accounts().create("two", "hash");
    Account three = store.accounts().create("three", "hash");
    store.conversations().create(one, two);
    store.conversations().create(two, three);
    for (MessageTable.Row row : rows) {
      while (store.messages().takeId() < row.id()) {
        // Ids of messages that are gone.
      }
      store.messages().insert(row);
      Conversation before = store.conversations().byId(row.conversation());
      store.conversations().update(before.withMessage(row.sender(), row.id()));
    }
    store.messages().markReceived(store.messages().stub(4).orElseThrow());
    assertThat(database.finish(LogPosition.START)).isEmpty();
    database.save();
    return database.digest();
  }

  /** As the version before had them: a table, and no maps. */
  private void putIntoTable(List<MessageTable.Row> rows) throws Exception {
    execute("DROP TABLE received");
    execute("DROP TABLE removed");
    execute(
        "CREATE TABLE messages (id BIGINT PRIMARY KEY, conversation BIGINT NOT NULL,"
            + " sequence BIGINT NOT NULL, sender BIGINT NOT NULL, receiver BIGINT NOT NULL,"
            + " text VARCHAR NOT NULL, time BIGINT NOT NULL, received BOOLEAN NOT NULL,"
            + " merged BOOLEAN NOT NULL, client_message_id VARBINARY)");
    for (MessageTable.Row row : rows) {
      execute(
          "INSERT INTO messages VALUES (%d, %d, %d, %d, %d, '%s', %d, %b, FALSE, X'%s')"
              .formatted(
                  row.id(),
                  row.conversation(),
                  row.sequence(),
                  row.sender(),
                  row.receiver(),
                  row.text(),
                  row.timeMicros(),
                  row.id() == 4,
                  HexFormat.of().formatHex(row.clientMessageId().toByteArray())));
    }
    execute("SHUTDOWN"); // Its delay to close is kept in the file.
    try (MVStore file = MVStore.open(directory.resolve("chat.mv.db").toString())) {
      List<String> maps =
          file.getMapNames().stream().filter(name -> name.startsWith("jmessage.")).toList();
      assertThat(maps).hasSize(3);
      maps.forEach(file::removeMap);
    }
  }

  private static MessageTable.Row row(long id, long conversation, long sequence) {
    return new MessageTable.Row(
        id,
        conversation,
        sequence,
        conversation,
        conversation + 1,
        "line " + id,
        42 + id,
        false,
        ByteString.copyFromUtf8("client id " + id));
  }

  private List<String> tables() throws Exception {
    List<String> names = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = 'PUBLIC'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws Exception {
    String url = "jdbc:h2:file:" + directory.resolve("chat").toAbsolutePath();
    return DriverManager.getConnection(url, "sa", "");
  }

  private static byte[] oldSnapshot() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(out);
    data.writeUTF(SnapshotFormat.MAGIC);
    for (TableLayout layout : Schema.LAYOUTS) {
      TableLayout old = layout.equals(Schema.SESSIONS) ? OLD_SESSIONS : layout;
      SnapshotFormat.writeHeader(data, old);
      if (layout.equals(Schema.COUNTERS)) {
        SnapshotFormat.writeRow(data, old, new Object[] {0L, 1L, 8L, 1L, 1L, 1L, 42L});
      } else if (layout.equals(Schema.SESSIONS)) {
        SnapshotFormat.writeRow(data, old, new Object[] {HASH.toByteArray(), 7L, 42L});
      }
      data.writeByte(SnapshotFormat.END);
    }
    byte[] digest = digest(out.toByteArray());
    data.writeByte(SnapshotFormat.TRAILER);
    for (long count : List.of(1L, 0L, 1L, 0L, 0L, 0L)) {
      data.writeLong(count);
    }
    data.write(digest);
    return out.toByteArray();
  }

  private static byte[] digest(byte[] bytes) {
    MessageDigest sha = StateWriter.sha256();
    return sha.digest(bytes);
  }
}
