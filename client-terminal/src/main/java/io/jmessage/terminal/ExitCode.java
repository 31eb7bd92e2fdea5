package io.jmessage.terminal;

/** What the process says when it ends. */
public final class ExitCode {
  public static final int OK = 0;

  /**
   * A command of a pipe failed, or the log-in of the command line did, or a message was refused.
   */
  public static final int FAILED = 1;

  /** The command line is wrong; nothing was done. */
  public static final int USAGE = 2;

  /** No server in time; nothing was handed over, so it can be tried again. */
  public static final int NO_SERVER = 4;

  /** The message is stored on every server in sync, but these are fewer than were asked for. */
  public static final int TOO_FEW_COPIES = 5;

  /** The message is on this machine's disk and is sent by the next client of the account. */
  public static final int IN_OUTBOX = 6;

  /** No answer in time, and no outbox: the message may be stored or not. */
  public static final int UNKNOWN = 7;

  private ExitCode() {}
}
