package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.BadDataException;
import io.jmessage.server.chat.store.ChatDatabase;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.replication.InvalidCommandException;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Merge;
import io.jmessage.server.replication.StateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chat state behind the seam. Listeners hear what a batch of commands did when it is applied,
 * which may be before others can read it. Thread-safe as {@link StateMachine} asks.
 */
public final class ChatStateMachine implements StateMachine, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChatStateMachine.class);

  private final ChatDatabase database;
  private final Merging merging;
  private final List<Consumer<List<ChatEvent>>> listeners = new CopyOnWriteArrayList<>();

  private ChatStateMachine(ChatDatabase database) {
    this.database = database;
    this.merging = new Merging(this::read);
  }

  /**
   * Opens the state in a directory, which must exist; a damaged one is moved aside and starts
   * empty.
   *
   * @throws IOException if another process has it, or the directory cannot be written
   */
  public static ChatStateMachine open(Path directory) throws IOException {
    return new ChatStateMachine(ChatDatabase.open(directory));
  }

  @Override
  public LogPosition applied() {
    return database.applied();
  }

  @Override
  public void check(ByteString command) {
    try {
      CommandCodec.decode(command)
          .orElseThrow(() -> new InvalidCommandException("no command that this version knows"))
          .check();
    } catch (IllegalArgumentException e) {
      throw new InvalidCommandException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * All or none; if there is bad data, one after the other, so that only the bad one is left out.
   * Whatever the batches were, every server leaves out the same.
   */
  @Override
  public List<ByteString> apply(List<LogCommand> commands, LogPosition after) {
    try {
      return applyTogether(commands, after);
    } catch (BadDataException e) {
      List<ByteString> results = new ArrayList<>(commands.size());
      commands.forEach(command -> results.add(applyAlone(command)));
      applyTogether(List.of(), after);
      return results;
    }
  }

  /**
   * Nothing has changed if it throws.
   *
   * @throws BadDataException if a command is at fault
   */
  private List<ByteString> applyTogether(List<LogCommand> commands, LogPosition after) {
    List<ByteString> results = new ArrayList<>(commands.size());
    List<ChatEvent> events;
    LogPosition at = after;
    try {
      for (LogCommand command : commands) {
        at = command.position();
        results.add(CommandCodec.encode(apply(command)));
      }
      at = after;
      events = database.finish(after);
    } catch (RuntimeException e) {
      rollback(e);
      if (e instanceof BadDataException bad) {
        throw bad;
      }
      throw new IllegalStateException("entry " + at + " cannot be applied", e);
    }
    publish(events);
    return results;
  }

  @Override
  public void save() {
    database.save();
  }

  private ByteString applyAlone(LogCommand command) {
    try {
      return applyTogether(List.of(command), command.position()).get(0);
    } catch (BadDataException e) {
      LOG.error("entry {} has no effect: {}", command.position(), e.cause());
      applyTogether(List.of(), command.position());
      return CommandCodec.encode(Outcome.of(ErrorCode.INVALID_ARGUMENTS));
    }
  }

  @Override
  public Snapshot openSnapshot() throws IOException {
    return new FrozenSnapshot(database.freeze());
  }

  @Override
  public void installSnapshot(LogPosition position, InputStream in) throws IOException {
    database.install(position, in);
  }

  @Override
  public void clear() throws IOException {
    database.clear();
  }

  @Override
  public Merge merge(LogCommand origin, Set<String> aside) {
    return merging.merge(origin, aside);
  }

  @Override
  public Optional<Merge.LeaveAside> merged(ByteString command, ByteString result) {
    return Merging.merged(command, result);
  }

  @Override
  public void setAside(Path directory) throws IOException {
    database.setAside(directory);
  }

  @Override
  public String digest() {
    return database.digest();
  }

  /** Runs a query on committed state; blocks for the database. Any thread. */
  <T> T read(Function<ChatReader, T> query) {
    return database.read(query);
  }

  /**
   * Calls the listener with what each batch did, in order, on the engine's thread; it must not
   * block. What it hears of can be read behind a read barrier. After a crash some is told again,
   * and some never: what happened is in the state.
   *
   * @return ends it
   */
  public Runnable onEvents(Consumer<List<ChatEvent>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Closes the database. Idempotent. */
  @Override
  public void close() {
    database.close();
  }

  /** An entry that was applied before a crash may come again; it must not take effect again. */
  private Outcome apply(LogCommand command) {
    if (command.position().index() <= database.applied().index()) {
      return Outcome.of(ErrorCode.INVALID_ARGUMENTS);
    }
    return CommandCodec.decode(command.payload())
        .map(decoded -> decoded.apply(database.store()))
        .orElse(Outcome.of(ErrorCode.INVALID_ARGUMENTS));
  }

  private void rollback(RuntimeException reason) {
    try {
      database.rollback();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private void publish(List<ChatEvent> events) {
    if (!events.isEmpty()) {
      listeners.forEach(listener -> listener.accept(events));
    }
  }

  private record FrozenSnapshot(ChatDatabase.FrozenState state) implements Snapshot {
    @Override
    public LogPosition position() {
      return state.position();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      state.writeTo(out);
    }

    @Override
    public String digest() throws IOException {
      return state.digest();
    }

    @Override
    public void close() {
      state.close();
    }
  }
}
