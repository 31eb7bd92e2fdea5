package io.jmessage.server.chat.store;

import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.h2.engine.Session;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * One open H2 file: tables, with a writer connection for one thread and a few readers for any, and
 * the maps of messages.
 *
 * <p>{@code WRITE_DELAY=0}: a commit writes its pages at once, so that kill -9 cannot leave half a
 * transaction (docs/performance.md). It does not fsync; the log is the truth, and this file can be
 * rebuilt. H2's background writer and early reuse of pages stay at their defaults: both have had
 * bugs.
 */
final class H2Database implements AutoCloseable {

  /** Query threads and the push feed; each reader costs about 100 kB. */
  private static final int READERS = 4;

  private static final int BORROW_SECONDS_MAX = 10;
  private static final int SNAPSHOT_ISOLATION = 6;

  private final String url;
  private final SqlConnection writer;
  private final MessageMaps messages;
  private final BlockingQueue<SqlConnection> readers = new ArrayBlockingQueue<>(READERS);

  private H2Database(String url, SqlConnection writer, MessageMaps messages) {
    this.url = url;
    this.writer = writer;
    this.messages = messages;
  }

  /**
   * Opens the file, or creates it.
   *
   * @param file without the suffix that H2 appends
   * @throws SQLException if H2 cannot open it
   * @throws StoreException if it opens but contradicts itself
   */
  static H2Database open(Path file) throws SQLException {
    boolean isNew = !Files.exists(dataFile(file));
    H2Database database = connect(file);
    try {
      if (isNew) {
        database.createTables();
        database.createIndexes();
        // Last: without this row a file is taken for damaged, also after a crash in here.
        database.createCounters();
      } else {
        database.addWhatIsNew();
      }
      OpenCheck.check(database.writer, database.messages);
      database.openReaders();
      return database;
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  static Path dataFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".mv.db");
  }

  /**
   * Makes a whole database from a snapshot at {@code file}, on disk and verified when this returns.
   *
   * @throws IOException if the snapshot is not one
   */
  static void build(Path file, LogPosition position, InputStream snapshot)
      throws IOException, SQLException {
    try (H2Database database = connect(file)) {
      database.createTables();
      database.createCounters();
      new StateLoader(database.writer, database.messages).load(position, snapshot);
      database.createIndexes();
      OpenCheck.check(database.writer, database.messages);
    }
    sync(dataFile(file));
  }

  /** Puts a database file in the place of another, durably (I9). Both must be closed. */
  static void replace(Path file, Path by) throws IOException {
    Path target = dataFile(file).toAbsolutePath();
    Files.move(
        dataFile(by), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(Objects.requireNonNull(target.getParent()));
  }

  SqlConnection writer() {
    return writer;
  }

  MessageMaps messages() {
    return messages;
  }

  /** Runs a query on a reader of its own; any thread. */
  <T> T read(Function<SqlConnection, T> query) {
    SqlConnection reader = borrow();
    try {
      return query.apply(reader);
    } finally {
      readers.add(reader);
    }
  }

  /** A connection that sees the state of one moment until it is closed. */
  SqlConnection openSnapshot() throws SQLException {
    Connection connection = connect(url);
    connection.setTransactionIsolation(SNAPSHOT_ISOLATION);
    return new SqlConnection(connection);
  }

  /** Closes all connections, also those in use; what is not committed is lost. Idempotent. */
  @Override
  public void close() {
    try {
      writer.rollback();
      writer.update("SHUTDOWN");
    } catch (StoreException e) {
      // Already closed, or broken: then there is nothing left to write, and the log has it all.
      closeQuietly(writer);
    }
  }

  private static H2Database connect(Path file) throws SQLException {
    String url =
        "jdbc:h2:file:"
            + file.toAbsolutePath()
            + ";WRITE_DELAY=0;CACHE_SIZE=4096;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0";
    Connection connection = connect(url);
    return new H2Database(
        url, new SqlConnection(connection), new MessageMaps(mapStore(connection)));
  }

  /** What the tables of a connection lie in. */
  private static MVStore mapStore(Connection connection) throws SQLException {
    Session session = connection.unwrap(JdbcConnection.class).getSession();
    return ((SessionLocal) session).getDatabase().getStore().getMvStore();
  }

  private void createTables() {
    Schema.TABLES.forEach(writer::update);
    writer.commit();
  }

  private void createCounters() {
    Counters.create(writer);
    writer.commit();
  }

  private void addWhatIsNew() {
    Schema.ADDITIONS.forEach(writer::update);
    writer.commit();
    OlderMessages.move(writer, messages);
  }

  private void createIndexes() {
    Schema.INDEXES.forEach(writer::update);
    writer.commit();
  }

  private void openReaders() throws SQLException {
    for (int i = 0; i < READERS; i++) {
      Connection connection = connect(url);
      connection.setAutoCommit(true);
      readers.add(new SqlConnection(connection));
    }
  }

  private SqlConnection borrow() {
    try {
      SqlConnection reader = readers.poll(BORROW_SECONDS_MAX, TimeUnit.SECONDS);
      if (reader == null) {
        throw new StoreException("no reader came free in " + BORROW_SECONDS_MAX + " s");
      }
      return reader;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    }
  }

  private static Connection connect(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url, "sa", "");
    connection.setAutoCommit(false);
    return connection;
  }

  private static void closeQuietly(SqlConnection connection) {
    try {
      connection.close();
    } catch (StoreException e) {
      // Its database is closed already.
      return;
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes a rename durable; some systems cannot open a directory, and do not need it. */
  private static void syncDirectory(Path directory) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
