package io.jmessage.server.replication;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deterministic state: the same commands in the same order give the same state and the same results
 * on every server. Reads no clock and no randomness.
 *
 * <p>{@code apply}, {@code save}, {@code installSnapshot}, {@code clear} and {@code setAside} are
 * called by one thread of the engine, one at a time; everything else by any thread at any time.
 */
public interface StateMachine {

  /**
   * Up to where commands are applied; {@link LogPosition#START} if none ever was. After a crash it
   * is where the last {@link #save} left it.
   */
  LogPosition applied();

  /**
   * Whether a command can be applied at all: decodes it, and checks its fields against the limits
   * of the state. Looks at nothing but the command. Called before a command is ordered, so that a
   * bad one gets into nobody's log.
   *
   * @throws InvalidCommandException if it must not be ordered
   */
  void check(ByteString command);

  /**
   * Applies commands. The results stand, but nobody reads what they changed before {@link #save}.
   *
   * <p>A command that fails by what it is and what the state is, which is the same on every server,
   * has no effect, and its result says so. The others are applied.
   *
   * @param commands in order, all after {@link #applied}; may be empty
   * @param after the position of the last entry of the batch, of which some may have been no
   *     commands
   * @return one result per command
   * @throws IllegalStateException if the state cannot be written or is wrong; the engine halts
   */
  List<ByteString> apply(List<LogCommand> commands, LogPosition after);

  /**
   * Ends the transaction of all that was applied since the last time, together with {@link
   * #applied}, so that neither is ever there without the other. On return readers see it, and it
   * survives the death of the process.
   *
   * @throws IllegalStateException if it cannot be written; the engine halts
   */
  void save();

  /** Opens a consistent view of the state while commands go on being applied. */
  Snapshot openSnapshot() throws IOException;

  /**
   * Replaces the whole state. On return it is that of the snapshot; on an exception it is the old
   * one or empty, which {@link #applied} tells.
   *
   * @throws IOException if the stream ends early or is not a snapshot of this state machine
   */
  void installSnapshot(LogPosition position, InputStream in) throws IOException;

  /** Empties the state: {@link #applied} is {@link LogPosition#START} on return. */
  void clear() throws IOException;

  /**
   * Moves everything to a directory, which exists, for people to look at; empty on return, as after
   * {@link #clear}. After a crash the files are in either place.
   */
  void setAside(Path directory) throws IOException;

  /**
   * SHA-256 over the whole state in a canonical order, in hex: equal positions, equal digests (I8).
   */
  String digest();

  /**
   * Decides what becomes of a command that was acknowledged on the other side of a partition and is
   * not in this history (docs/protocol.md, 3.11). What it orders takes effect once, however often
   * this is asked. May block.
   *
   * @param origin where it was, and what
   * @param aside {@link Merge.LeaveAside#what} of commands before it
   */
  Merge merge(LogCommand origin, Set<String> aside);

  /** What a command that {@link #merge} ordered came to: empty, or it is left aside after all. */
  Optional<Merge.LeaveAside> merged(ByteString command, ByteString result);

  /** The state at one position. Close it soon: it holds old pages of the store. */
  interface Snapshot extends AutoCloseable {
    LogPosition position();

    void writeTo(OutputStream out) throws IOException;

    /** As {@link StateMachine#digest}, at exactly this position. Reads everything. */
    String digest() throws IOException;

    @Override
    void close();
  }
}
