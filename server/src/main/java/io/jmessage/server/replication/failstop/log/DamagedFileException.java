package io.jmessage.server.replication.failstop.log;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of the data directory holds something that no crash leaves behind. Nothing was changed;
 * the message says for the operator which file, what is wrong and what to do.
 */
public class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What helps whenever other servers hold the data. */
  static final String ADVICE =
      "Nothing was changed. Restore the data directory from a copy, or move it away and start this"
          + " server as a slave, so that it fetches everything from the master.";

  private final String problem;

  public DamagedFileException(Path file, String what) {
    this(file + " is damaged: " + what);
  }

  /** {@code problem}: one line without a full stop. */
  DamagedFileException(String problem) {
    super(problem + ". " + ADVICE);
    this.problem = problem;
  }

  /** What is wrong and where, without what to do about it. */
  public String problem() {
    return problem;
  }
}
