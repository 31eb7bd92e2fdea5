package io.jmessage.simulator.model;

import java.util.Arrays;

/**
 * One state of three servers, packed into longs so that millions fit. Word 0 to 2: what each server
 * is; then their logs; then, for each candidate, the logs that were promised to it; then the
 * longest acknowledged log, which no server knows but the search does; then what may still happen.
 */
final class State {

  static final int SERVERS = 3;

  private static final int LOGS = SERVERS;
  private static final int PROMISED_LOGS = LOGS + SERVERS;
  private static final int ACKNOWLEDGED = PROMISED_LOGS + SERVERS * SERVERS;
  private static final int LEFT = ACKNOWLEDGED + 1;

  /** What a server is, as bits of its word. */
  enum Field {
    STATUS(0, 2),
    ROLE(2, 2),
    EPOCH(4, 5),
    ELIGIBLE(9, 1),
    /** A master that need not ask whether it still is one. */
    CONFIRMED(10, 1),
    /** A candidate after a full stop. */
    COLD(11, 1),
    /** A master's commit index. */
    COMMIT(12, 4),
    /** A candidate's: who promised; who of them was eligible; who was seen to be gone or silent. */
    PROMISED(16, 3),
    PROMISED_ELIGIBLE(19, 3),
    GONE(22, 3);

    private final int shift;
    private final long mask;

    Field(int shift, int width) {
      this.shift = shift;
      this.mask = (1L << width) - 1;
    }
  }

  /** What may still happen, as bits of the last word. */
  enum Budget {
    WRITES(0),
    CRASHES(4),
    PAUSES(8);

    private final int shift;

    Budget(int shift) {
      this.shift = shift;
    }
  }

  static final int UP = 0;
  static final int DOWN = 1;
  static final int PAUSED = 2;

  static final int RECOVERING = 0;
  static final int FOLLOWING = 1;
  static final int CANDIDATE = 2;
  static final int MASTER = 3;

  private static final String[] STATUSES = {"", "down ", "paused "};
  private static final String[] ROLES = {"recovering", "following", "candidate", "master"};

  private final long[] words;

  private State(long[] words) {
    this.words = words;
  }

  /** Server 0 is the master, all are in sync and know it, nothing has been written. */
  static State first(Bounds bounds) {
    State state = new State(new long[LEFT + 1]);
    int epoch = Log.epoch(1, 0);
    long log = Log.append(0, Log.entry(epoch, (1 << SERVERS) - 1));
    for (int server = 0; server < SERVERS; server++) {
      state.set(server, Field.ROLE, server == 0 ? MASTER : FOLLOWING);
      state.set(server, Field.EPOCH, epoch);
      state.set(server, Field.ELIGIBLE, 1);
      state.log(server, log);
    }
    state.set(0, Field.CONFIRMED, 1);
    state.set(0, Field.COMMIT, 1);
    state.acknowledge(log);
    state.words[LEFT] = bounds.writes() | bounds.crashes() << 4 | bounds.pauses() << 8;
    return state;
  }

  State copy() {
    return new State(words.clone());
  }

  int get(int server, Field field) {
    return (int) (words[server] >>> field.shift & field.mask);
  }

  boolean is(int server, Field field) {
    return get(server, field) != 0;
  }

  State set(int server, Field field, int value) {
    words[server] =
        (words[server] & ~(field.mask << field.shift)) | ((value & field.mask) << field.shift);
    return this;
  }

  boolean isUp(int server) {
    return get(server, Field.STATUS) == UP;
  }

  boolean isUp(int server, int role) {
    return isUp(server) && get(server, Field.ROLE) == role;
  }

  /** Forgets what only a master or a candidate knows. */
  State become(int server, int role) {
    set(server, Field.ROLE, role).set(server, Field.CONFIRMED, 0).set(server, Field.COLD, 0);
    set(server, Field.COMMIT, 0).set(server, Field.GONE, 0);
    set(server, Field.PROMISED, 0).set(server, Field.PROMISED_ELIGIBLE, 0);
    Arrays.fill(words, PROMISED_LOGS + server * SERVERS, PROMISED_LOGS + (server + 1) * SERVERS, 0);
    return this;
  }

  long log(int server) {
    return words[LOGS + server];
  }

  State log(int server, long log) {
    words[LOGS + server] = log;
    return this;
  }

  /** The log of {@code from} as it was when it promised {@code candidate} its epoch. */
  long promisedLog(int candidate, int from) {
    return words[PROMISED_LOGS + candidate * SERVERS + from];
  }

  State promisedLog(int candidate, int from, long log) {
    words[PROMISED_LOGS + candidate * SERVERS + from] = log;
    return this;
  }

  long acknowledged() {
    return words[ACKNOWLEDGED];
  }

  void acknowledge(long log) {
    words[ACKNOWLEDGED] = log;
  }

  int left(Budget budget) {
    return (int) (words[LEFT] >>> budget.shift & 15);
  }

  State spend(Budget budget) {
    words[LEFT] -= 1L << budget.shift;
    return this;
  }

  /** Two different states have the same with a probability of about 2^-64. */
  long fingerprint() {
    long hash = 0x9E3779B97F4A7C15L;
    for (long word : words) {
      hash = (hash ^ word) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 29;
      hash *= 0x94D049BB133111EBL;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int server = 0; server < SERVERS; server++) {
      int epoch = get(server, Field.EPOCH);
      text.append(server).append(": ").append(STATUSES[get(server, Field.STATUS)]);
      text.append(ROLES[get(server, Field.ROLE)]);
      text.append(is(server, Field.ELIGIBLE) ? ", eligible" : "");
      text.append(", promised ").append(Log.number(epoch)).append('/').append(Log.owner(epoch));
      text.append(' ').append(Log.text(log(server))).append("; ");
    }
    return text.append("acknowledged ").append(Log.text(acknowledged())).toString();
  }
}
