package io.jmessage.server.cli;

/**
 * What the process says to whoever started it. Stopped by a signal it is what Java makes of that.
 */
public final class ExitCode {

  public static final int FINE = 0;

  /** The server could not start, or failed while it ran. */
  public static final int FAILED = 1;

  public static final int BAD_ARGUMENTS = 2;

  /**
   * Halted on purpose, because going on would not have been safe: a failed disk, a broken
   * invariant.
   */
  public static final int HALTED = 3;

  private ExitCode() {}
}
