package io.jmessage.terminal.screen;

/**
 * A key that was pressed.
 *
 * @param text what it types; empty for the others
 */
record Key(Kind kind, String text) {
  /** The keys that mean something. */
  enum Kind {
    TEXT,
    PASTE,
    ENTER,
    SEND,
    NEW_LINE,
    TAB,
    BACK_TAB,
    ESCAPE,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    HOME,
    END,
    PAGE_UP,
    PAGE_DOWN,
    BACKSPACE,
    DELETE,
    CUT_WORD,
    CUT_LINE,
    CUT_REST,
    CREATE,
    REDRAW,
    QUIT,
    NONE
  }

  static Key of(Kind kind) {
    return new Key(kind, "");
  }

  static Key text(String text) {
    return new Key(Kind.TEXT, text);
  }
}
