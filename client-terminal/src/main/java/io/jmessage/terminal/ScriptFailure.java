package io.jmessage.terminal;

/** Ends a run that nobody watches: the exit code, and the line that goes to standard error. */
final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  ScriptFailure(int exitCode, String text) {
    super(text);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
