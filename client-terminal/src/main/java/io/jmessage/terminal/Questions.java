package io.jmessage.terminal;

/** Asks the person at the keyboard; in a pipe there is none. */
public interface Questions {
  /**
   * The line that the user types.
   *
   * @throws CommandFailedException if nobody is there, with {@code instead} as what to do, or if
   *     the user breaks off
   */
  String ask(String question, String instead);

  /** The same without showing what is typed. */
  String askHidden(String question, String instead);

  /** Nobody is there. */
  static Questions nobody() {
    return new Questions() {
      @Override
      public String ask(String question, String instead) {
        throw new CommandFailedException(instead);
      }

      @Override
      public String askHidden(String question, String instead) {
        throw new CommandFailedException(instead);
      }
    };
  }
}
