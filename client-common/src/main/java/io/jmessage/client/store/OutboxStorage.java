package io.jmessage.client.store;

import java.io.IOException;
import java.util.List;

/**
 * Where the lines of one account wait. Thread-safe; every method may block for the disk, and {@link
 * #add} does.
 */
public interface OutboxStorage extends AutoCloseable {

  /** The lines that nobody else has, in the order in which they are to be sent. */
  List<OutboxLine> takeOver();

  /**
   * Keeps one more line: on the disk, synced, when this returns.
   *
   * @throws IOException if that cannot be done; the line is not kept then
   */
  void add(OutboxLine line) throws IOException;

  /**
   * The line needs no sending any more. If a crash undoes this, it is sent once more, harmlessly.
   */
  void remove(OutboxLine line);

  /** The line has changed between waiting and failed. */
  void update(OutboxLine line);

  @Override
  void close();

  /** Keeps nothing: what waits is lost with the process. */
  static OutboxStorage inMemory() {
    return new OutboxStorage() {
      @Override
      public List<OutboxLine> takeOver() {
        return List.of();
      }

      @Override
      public void add(OutboxLine line) {}

      @Override
      public void remove(OutboxLine line) {}

      @Override
      public void update(OutboxLine line) {}

      @Override
      public void close() {}
    };
  }
}
