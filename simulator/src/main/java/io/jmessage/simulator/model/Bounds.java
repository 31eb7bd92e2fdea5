package io.jmessage.simulator.model;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much may happen in one history.
 *
 * @param epochs the highest epoch number that is claimed; the history begins in epoch 1
 * @param entries the longest log
 */
record Bounds(int writes, int crashes, int pauses, int epochs, int entries) {

  /** Less than what fits, so that the check of progress has some room beyond every state. */
  private static final int EPOCHS_MAX = Log.EPOCHS_MAX - 3;

  private static final int ENTRIES_MAX = Log.ENTRIES_MAX - 1;

  Bounds {
    if (epochs < 1 || epochs > EPOCHS_MAX || entries < 1 || entries > ENTRIES_MAX) {
      throw new IllegalArgumentException(
          "epochs are 1 to " + EPOCHS_MAX + " and entries 1 to " + ENTRIES_MAX);
    }
    if (Math.min(writes, Math.min(crashes, pauses)) < 0
        || Math.max(writes, Math.max(crashes, pauses)) > 15) {
      throw new IllegalArgumentException("writes, crashes and pauses are 0 to 15 each");
    }
  }

  /**
   * Reads {@code writes=1,crashes=2,pauses=1,epochs=3,entries=5}, in any order; all five are
   * needed.
   */
  static Bounds parse(String text) {
    Map<String, Integer> values =
        Stream.of(text.split(","))
            .map(part -> part.split("=", 2))
            .collect(Collectors.toMap(part -> part[0], part -> Integer.valueOf(part[1])));
    return new Bounds(
        value(values, "writes"),
        value(values, "crashes"),
        value(values, "pauses"),
        value(values, "epochs"),
        value(values, "entries"));
  }

  private static int value(Map<String, Integer> values, String name) {
    Integer value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("model.bounds lacks " + name + "=<number>");
    }
    return value;
  }
}
