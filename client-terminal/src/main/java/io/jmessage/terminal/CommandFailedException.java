package io.jmessage.terminal;

/** A command that cannot be done as typed; the text tells the user what to do. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandFailedException(String text) {
    super(text);
  }
}
