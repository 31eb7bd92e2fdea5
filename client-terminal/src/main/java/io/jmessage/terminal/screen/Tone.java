package io.jmessage.terminal.screen;

/** How a piece of text is meant; {@code Painter} gives it a look, with colours or without. */
enum Tone {
  PLAIN,
  /** Of less weight: times, states, hints. */
  FAINT,
  /** Headings and names. */
  STRONG,
  /** The user's own name. */
  OWN,
  /** Something unread. */
  NEWS,
  WARNING,
  ERROR,
  /** Title and status line. */
  BAR,
  /** What the keys act on. */
  SELECTED
}
