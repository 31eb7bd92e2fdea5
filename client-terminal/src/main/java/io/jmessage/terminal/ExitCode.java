package io.jmessage.terminal;

/** What the process says when it ends. */
public final class ExitCode {
  public static final int OK = 0;

  /** A command of a pipe failed, or the log-in of the command line did. */
  public static final int FAILED = 1;

  /** The command line is wrong; nothing was done. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
