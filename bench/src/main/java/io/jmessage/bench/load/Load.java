package io.jmessage.bench.load;

import java.time.Duration;
import java.util.List;

/**
 * Writers at work. One that fails writes no more, so that nothing fails for ever. Not thread-safe.
 */
public interface Load {
  /** Longer than any operation that is worth a figure. */
  Duration LAST_OPERATION = Duration.ofSeconds(60);

  /** Begins. */
  void start();

  /** Begins no more operations, and waits for those under way, not longer than told. */
  void stop();

  /** For these writers, which are all of one kind. */
  static Load of(List<? extends Writer> writers, Pace pace, Recording recording) {
    if (writers.get(0) instanceof Writer.Blocking) {
      return new BlockingLoad(
          writers.stream().map(Writer.Blocking.class::cast).toList(), pace, recording);
    }
    List<Writer.Calling> calling = writers.stream().map(Writer.Calling.class::cast).toList();
    return pace.isSteady()
        ? new SteadyCalls(calling, pace, recording)
        : new SaturatedCalls(calling, recording);
  }
}
