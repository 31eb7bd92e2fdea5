package io.jmessage.simulator.model;

/** What can happen, and how a trace tells it; {@code %1$d} does it, with {@code %2$d}. */
enum Step {
  WRITE("%1$d orders a command"),
  REPLICATE("%1$d sends its next entry to %2$d", true),
  ACKNOWLEDGE("%1$d acknowledges what all in sync have"),
  DROP("%1$d drops %2$d", true),
  GROW("%1$d adds %2$d to the in-sync set", true),
  TELL("%1$d tells %2$d whether it is in sync", true),
  INFER("%1$d infers from its log that it is in sync"),
  REGISTER("%1$d registers with %2$d", true),
  LEARN("%1$d learns of the epoch of %2$d", true),
  LOOK_FOR_MASTER("%1$d has lost its master and is not eligible"),
  CRASH("%1$d crashes"),
  RESTART("%1$d restarts"),
  PAUSE("%1$d is paused"),
  RESUME("%1$d resumes"),
  CONFIRM("%1$d is confirmed as master"),
  STEP_DOWN("%1$d cannot confirm that it is master"),
  CLAIM("%1$d claims the next epoch"),
  COLD_CLAIM("%1$d claims after a full stop"),
  PROMISE("%2$d promises %1$d its epoch", true),
  SEE_GONE("%1$d finds %2$d gone or silent", true),
  FETCH("%1$d pulls the tail of %2$d", true),
  PROMOTE("%1$d decides on its promises"),
  COLD_GIVE_UP("%1$d gives up its claim");

  /** With whom all goes well, one of these after the other ends an election. */
  static final Step[] WITHOUT_FAULTS = {
    LEARN,
    CONFIRM,
    STEP_DOWN,
    PROMISE,
    FETCH,
    PROMOTE,
    REGISTER,
    REPLICATE,
    ACKNOWLEDGE,
    LOOK_FOR_MASTER,
    COLD_GIVE_UP,
    CLAIM,
    COLD_CLAIM
  };

  private final String text;
  private final boolean ofTwo;

  Step(String text) {
    this(text, false);
  }

  Step(String text, boolean ofTwo) {
    this.text = text;
    this.ofTwo = ofTwo;
  }

  /** A step of one server names it twice. */
  boolean concerns(int server, int other) {
    return ofTwo == (server != other);
  }

  String text(int server, int other) {
    return text.formatted(server, other);
  }
}
