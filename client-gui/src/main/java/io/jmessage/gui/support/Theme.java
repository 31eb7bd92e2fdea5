package io.jmessage.gui.support;

/** What {@code --theme} may say. */
public enum Theme {
  LIGHT,
  DARK,
  /** As the desktop is set. */
  SYSTEM
}
