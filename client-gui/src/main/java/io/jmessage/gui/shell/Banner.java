package io.jmessage.gui.shell;

/**
 * A line across the window about the connection. Immutable.
 *
 * @param detail a second, smaller line; may be empty
 * @param retry whether a button to try at once helps
 */
public record Banner(Tone tone, String text, String detail, boolean retry) {
  /** Nothing to say. */
  public static final Banner NONE = new Banner(Tone.NONE, "", "", false);

  /** How it is meant. */
  public enum Tone {
    NONE,
    /** Wait; nothing to do. */
    CALM,
    /** All is well again. */
    GOOD
  }
}
