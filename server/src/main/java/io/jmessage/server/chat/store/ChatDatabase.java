package io.jmessage.server.chat.store;

import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chat state of one server: a directory with one H2 database, which can be thrown away and
 * rebuilt.
 *
 * <p>A database that does not open or contradicts itself is moved aside, and an empty one takes its
 * place: {@link #applied} then says START, and whoever feeds it starts over. {@link #install}
 * builds the new database beside the old one and swaps them when it is whole (I9); a crash leaves
 * one or the other.
 *
 * <p>{@link #store}, {@link #finish}, {@link #save}, {@link #rollback} and {@link #install} belong
 * to one thread; the rest is thread-safe.
 */
public final class ChatDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChatDatabase.class);

  private static final String NAME = "chat";
  private static final String BUILDING = "chat-building";
  private static final String DAMAGED = "chat.damaged-";

  /** H2's "the file is locked": another process has it, which is no damage. */
  private static final int ALREADY_OPEN = 90020;

  /** The state of one moment; holds old pages of the file until it is closed. */
  public static final class FrozenState implements AutoCloseable {
    private final SqlConnection connection;
    private final MessageMaps messages;
    private final Counters counters;
    private final LogPosition position;

    private FrozenState(SqlConnection connection, MessageMaps messages) {
      this.connection = connection;
      this.messages = messages;
      this.counters = new Counters(connection);
      // The first read of the transaction fixes what all others see.
      this.position = counters.load();
    }

    public LogPosition position() {
      return position;
    }

    public void writeTo(OutputStream out) throws IOException {
      try {
        writer().writeSnapshot(out);
      } catch (StoreException | MVStoreException e) {
        throw new IOException("snapshot: the database failed or was replaced", e);
      }
    }

    /** SHA-256 over all rows in canonical order, in hex; the position is not part of it. */
    public String digest() throws IOException {
      try {
        return writer().digest();
      } catch (StoreException | MVStoreException e) {
        throw new IOException("digest: the database failed or was replaced", e);
      }
    }

    private StateWriter writer() {
      return new StateWriter(connection, messages, counters.nextMessage());
    }

    @Override
    public void close() {
      messages.release();
      try {
        connection.close();
      } catch (StoreException e) {
        // The database was replaced meanwhile, and took the connection with it.
        LOG.debug("snapshot connection was gone already", e);
      }
    }
  }

  private final Path directory;

  /** Read: the database is in use. Write: it is being swapped. */
  private final ReadWriteLock swap = new ReentrantReadWriteLock();

  private H2Database database;
  private ChatStore store;
  private volatile LogPosition applied;

  private ChatDatabase(Path directory, H2Database database) {
    this.directory = directory;
    this.database = database;
    this.store = new ChatStore(database.writer(), database.messages());
    this.applied = store.load();
  }

  /**
   * Opens or creates the database in a directory, which must exist.
   *
   * @throws IOException if another process has it, or the directory cannot be written
   */
  public static ChatDatabase open(Path directory) throws IOException {
    if (directory.toString().indexOf(';') >= 0) {
      throw new IOException("data directory: H2 cannot open a path with ';', got " + directory);
    }
    remove(directory, BUILDING);
    Path file = directory.resolve(NAME);
    try {
      return new ChatDatabase(directory, H2Database.open(file));
    } catch (SQLException | RuntimeException e) {
      if (e instanceof SQLException sql && sql.getErrorCode() == ALREADY_OPEN) {
        throw new IOException("chat database: in use by another process: " + file, e);
      }
      return openEmpty(directory, e);
    }
  }

  /** Up to where commands are applied. */
  public LogPosition applied() {
    return applied;
  }

  /** What commands change. */
  public ChatStore store() {
    return store;
  }

  /** The commands since the last one are through; returns what they did. */
  public List<ChatEvent> finish(LogPosition after) {
    List<ChatEvent> events = store.finish(after);
    applied = after;
    return events;
  }

  /** Ends the transaction: readers see what is finished, and it survives the process. */
  public void save() {
    store.save();
  }

  /** Undoes the commands that are not finished. */
  public void rollback() {
    applied = store.rollback();
  }

  /** Runs a query; what it sees is committed. Blocks for the database. */
  public <T> T read(Function<ChatReader, T> query) {
    swap.readLock().lock();
    try {
      MessageMaps messages = database.messages();
      return database.read(sql -> query.apply(new ChatReader(sql, messages)));
    } finally {
      swap.readLock().unlock();
    }
  }

  /** The state as it is now, while commands go on. */
  public FrozenState freeze() throws IOException {
    swap.readLock().lock();
    try {
      return freeze(database);
    } catch (SQLException | StoreException e) {
      throw new IOException("snapshot: the database cannot be read", e);
    } finally {
      swap.readLock().unlock();
    }
  }

  private static FrozenState freeze(H2Database database) throws SQLException {
    MessageMaps messages = database.messages();
    messages.hold(); // Before the moment that it shows, so that nothing of it goes.
    try {
      return new FrozenState(database.openSnapshot(), messages);
    } catch (SQLException | StoreException e) {
      messages.release();
      throw e;
    }
  }

  /** As {@link FrozenState#digest}, of the state as it is now. */
  public String digest() {
    try (FrozenState state = freeze()) {
      return state.digest();
    } catch (IOException e) {
      throw new StoreException("digest", e);
    }
  }

  /**
   * Replaces everything by a snapshot. On an exception the old state is untouched.
   *
   * @throws IOException if the stream ends early or is not a snapshot
   */
  public void install(LogPosition position, InputStream snapshot) throws IOException {
    remove(directory, BUILDING);
    Path building = directory.resolve(BUILDING);
    try {
      H2Database.build(building, position, snapshot);
    } catch (SQLException | StoreException e) {
      throw new IOException("snapshot: cannot be loaded", e);
    }
    swapIn(building);
  }

  /** Replaces everything by nothing: {@link #applied} is START on return. */
  public void clear() throws IOException {
    remove(directory, BUILDING);
    Path building = directory.resolve(BUILDING);
    try {
      H2Database.open(building).close();
    } catch (SQLException | StoreException e) {
      throw new IOException("chat database: an empty one cannot be created", e);
    }
    swapIn(building);
  }

  /** Moves the file to another directory and begins an empty one. */
  public void setAside(Path target) throws IOException {
    Path file = directory.resolve(NAME);
    swap.writeLock().lock();
    try {
      saveAndClose();
      Files.move(H2Database.dataFile(file), H2Database.dataFile(target.resolve(NAME)));
      reopen(file);
    } finally {
      swap.writeLock().unlock();
    }
  }

  private void reopen(Path file) {
    try {
      database = H2Database.open(file);
      store = new ChatStore(database.writer(), database.messages());
      applied = store.load();
    } catch (SQLException e) {
      throw new StoreException("the new chat database does not open", e);
    }
  }

  /** Saves what is finished and closes the file. Idempotent. */
  @Override
  public void close() {
    swap.writeLock().lock();
    try {
      saveAndClose();
    } finally {
      swap.writeLock().unlock();
    }
  }

  private void saveAndClose() {
    try {
      store.save();
    } catch (StoreException | MVStoreException e) {
      // Closed already, or broken: the log has it all.
      LOG.debug("nothing saved", e);
    }
    database.close();
  }

  private void swapIn(Path building) throws IOException {
    Path file = directory.resolve(NAME);
    swap.writeLock().lock();
    try {
      database.close();
      H2Database.replace(file, building);
      reopen(file);
    } finally {
      swap.writeLock().unlock();
    }
  }

  private static ChatDatabase openEmpty(Path directory, Exception reason) throws IOException {
    Path file = directory.resolve(NAME);
    Path data = H2Database.dataFile(file);
    if (!Files.exists(data)) {
      throw new IOException("chat database: cannot be created: " + file, reason);
    }
    remove(directory, DAMAGED);
    Path aside = directory.resolve(DAMAGED + System.currentTimeMillis() + ".mv.db");
    Files.move(data, aside);
    remove(directory, NAME + ".");
    // One line: the file is kept for whoever wants to know more.
    LOG.warn(
        "chat database damaged ({}), kept as {}; starts empty, to be rebuilt",
        reason.getMessage(),
        aside);
    try {
      return new ChatDatabase(directory, H2Database.open(file));
    } catch (SQLException | RuntimeException e) {
      throw new IOException("chat database: cannot be created: " + file, e);
    }
  }

  /** Removes files by the beginning of their name, except damaged ones unless they are meant. */
  private static void remove(Path directory, String prefix) throws IOException {
    DirectoryStream.Filter<Path> meant =
        path -> {
          String name = path.getFileName().toString();
          return name.startsWith(prefix) && (prefix.equals(DAMAGED) || !name.startsWith(DAMAGED));
        };
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, meant)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
