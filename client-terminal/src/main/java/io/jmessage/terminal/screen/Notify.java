package io.jmessage.terminal.screen;

/** What {@code --notify} may say. */
public enum Notify {
  NONE,
  BELL,
  /** The bell, and a notice of the desktop by OSC 9, which not every terminal understands. */
  DESKTOP
}
