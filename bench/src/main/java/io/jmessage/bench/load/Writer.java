package io.jmessage.bench.load;

/** One caller of a system, with at most one operation under way. */
public sealed interface Writer {

  /** Its operations end by a call. */
  non-sealed interface Calling extends Writer {
    /** Begins one operation; does not block. */
    void begin(Completion completion);
  }

  /** Its operations end when they return; it has a thread of its own. */
  non-sealed interface Blocking extends Writer {
    void write() throws Exception;
  }
}
