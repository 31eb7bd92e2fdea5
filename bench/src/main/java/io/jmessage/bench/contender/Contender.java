package io.jmessage.bench.contender;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One system that takes writes. The calls come in this order: {@link #missing}, {@link #start},
 * then {@link #open} any number of times, {@link #close}. Not thread-safe.
 *
 * <p>What does not work is a {@link io.jmessage.system.SystemFailure} or another unchecked
 * exception: the contender is then left out.
 */
public interface Contender extends AutoCloseable {
  String name();

  /** In a few words: what it is, and when it answers. */
  String what();

  /** What must be installed first, and how; empty: nothing. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /**
   * Starts its processes; on return it takes writes.
   *
   * @param directory for its data
   * @param progress hears what takes long
   */
  void start(Path directory, Consumer<String> progress);

  /** The version that runs. */
  String version();

  /** More writers than this make no sense for it. */
  default int writersMax() {
    return Integer.MAX_VALUE;
  }

  /** Connects so many writers, whose operations carry so many bytes. */
  Crew open(int writers, int size);

  /** Its processes by name, without this one. */
  Map<String, ProcessHandle> processes();

  /** Ends its processes. Idempotent. */
  @Override
  void close();
}
