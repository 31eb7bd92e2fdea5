package io.jmessage.terminal;

/**
 * All printing; nothing else writes to the terminal. Thread-safe: messages arrive while the user
 * types. What is printed may come from other users, so control characters are made visible here and
 * nowhere else needs to think of them.
 */
public interface Output {
  /** How a line is meant; a terminal may show it by colour. */
  enum Kind {
    /** What a command was asked for. */
    ANSWER,
    /** A message of the chat. */
    MESSAGE,
    /** What goes on around: the connection, receipts. Not part of the answer. */
    NOTE,
    /** Something that the user should know goes wrong. */
    WARNING,
    ERROR
  }

  void print(Kind kind, String line);

  default void answer(String line) {
    print(Kind.ANSWER, line);
  }

  default void note(String line) {
    print(Kind.NOTE, line);
  }

  default void warning(String line) {
    print(Kind.WARNING, line);
  }

  default void error(String line) {
    print(Kind.ERROR, line);
  }
}
