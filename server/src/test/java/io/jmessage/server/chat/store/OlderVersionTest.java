package io.jmessage.server.chat.store;

import static io.jmessage.server.chat.store.TableLayout.bytes;
import static io.jmessage.server.chat.store.TableLayout.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a version without the column {@code sessions.client} has left is still readable. */
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
  void databaseFromBeforeTheNarrowIndexes_hasThoseAndNotTheOld() throws Exception {
    ChatDatabase.open(directory).close();
    execute("DROP INDEX messages_by_sequence");
    execute("DROP INDEX messages_by_client_id");
    execute("CREATE UNIQUE INDEX messages_order ON messages (conversation, sequence)");
    execute("CREATE UNIQUE INDEX messages_once ON messages (sender, client_message_id)");

    ChatDatabase.open(directory).close();

    assertThat(indexesOfMessages())
        .containsExactlyInAnyOrder("MESSAGES_BY_SEQUENCE", "MESSAGES_BY_CLIENT_ID");
  }

  private List<String> indexesOfMessages() throws Exception {
    List<String> names = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT index_name FROM information_schema.indexes WHERE table_name = 'MESSAGES'"
                    + " AND index_type_name <> 'PRIMARY KEY'")) {
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
