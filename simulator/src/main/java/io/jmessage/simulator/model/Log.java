package io.jmessage.simulator.model;

/**
 * A log in one long: a byte for each entry, the first lowest. A byte holds the epoch and, for a
 * Config, who is in sync as bits; a command has none. As in the real log, the same epoch at the
 * same place means the same entry.
 */
final class Log {

  static final int ENTRIES_MAX = 8;
  static final int EPOCHS_MAX = 7;

  private static final int IN_SYNC = 7;

  private Log() {}

  /** Greater means newer; of equal numbers the smaller address outranks. Never 0. */
  static int epoch(int number, int server) {
    return number << 2 | (3 - server);
  }

  static int number(int epoch) {
    return epoch >> 2;
  }

  static int owner(int epoch) {
    return 3 - (epoch & 3);
  }

  static int entry(int epoch, int inSync) {
    return epoch << 3 | inSync;
  }

  static int length(long log) {
    return (Long.SIZE - Long.numberOfLeadingZeros(log) + 7) / 8;
  }

  /** The entry at {@code index}, from 1. */
  static int at(long log, int index) {
    return (int) (log >>> (8 * (index - 1))) & 0xff;
  }

  static long append(long log, int entry) {
    if (length(log) == ENTRIES_MAX) {
      throw new IllegalStateException("the log is full");
    }
    return log | ((long) entry << (8 * length(log)));
  }

  static long prefix(long log, int length) {
    return length == ENTRIES_MAX ? log : log & ((1L << (8 * length)) - 1);
  }

  static boolean isPrefix(long shorter, long log) {
    return prefix(log, length(shorter)) == shorter;
  }

  /** How many entries both begin with. */
  static int common(long one, long other) {
    int same = one == other ? ENTRIES_MAX : Long.numberOfTrailingZeros(one ^ other) / 8;
    return Math.min(same, Math.min(length(one), length(other)));
  }

  /** Compared like positions: by the epoch of the last entry, then by length. */
  static int position(long log) {
    int length = length(log);
    return length == 0 ? 0 : (at(log, length) >> 3) << 4 | length;
  }

  /** The index of the newest Config. Every log begins with one. */
  static int newestConfig(long log) {
    int index = length(log);
    while ((at(log, index) & IN_SYNC) == 0) {
      index--;
    }
    return index;
  }

  /** Compares Configs of different logs: by epoch, then by index. */
  static int configRank(long log) {
    int index = newestConfig(log);
    return (at(log, index) >> 3) << 4 | index;
  }

  /** Who is in sync by the newest Config, as bits. */
  static int inSync(long log) {
    return at(log, newestConfig(log)) & IN_SYNC;
  }

  /** The index of the first entry of that epoch; a master begins its epoch with a Config. */
  static int firstOf(long log, int epoch) {
    for (int index = 1; index <= length(log); index++) {
      if (at(log, index) >> 3 == epoch) {
        return index;
      }
    }
    return Integer.MAX_VALUE;
  }

  static String text(long log) {
    StringBuilder text = new StringBuilder();
    for (int index = 1; index <= length(log); index++) {
      int entry = at(log, index);
      text.append(index > 1 ? " " : "").append(number(entry >> 3)).append('/');
      text.append(owner(entry >> 3));
      if ((entry & IN_SYNC) != 0) {
        text.append(servers(entry & IN_SYNC));
      }
    }
    return "[" + text + "]";
  }

  static String servers(int bits) {
    StringBuilder text = new StringBuilder("{");
    for (int server = 0; server < State.SERVERS; server++) {
      if ((bits >> server & 1) != 0) {
        text.append(server);
      }
    }
    return text.append('}').toString();
  }
}
