package io.jmessage.terminal.screen;

/** Asks for name and password. One thread. */
final class LogInForm {
  final Editor name = new Editor();
  final Editor password = new Editor();
  boolean atPassword;
  boolean busy;
  String text = "";
  private final Actions actions;

  LogInForm(Actions actions) {
    this.actions = actions;
  }

  void ask(String forName, String why) {
    name.set(forName);
    atPassword = !forName.isEmpty();
    refused(why);
  }

  /** The password has to be typed again. */
  void refused(String why) {
    password.set("");
    busy = false;
    text = why;
  }

  /** The password may stand: the name is new. */
  void unknown(String why) {
    busy = false;
    text = why;
  }

  void done() {
    refused("");
  }

  void press(Key key) {
    if (busy) {
      return;
    }
    switch (key.kind()) {
      case TAB, BACK_TAB, UP, DOWN -> atPassword = !atPassword;
      case ENTER -> enter();
      case CREATE -> create();
      case NEW_LINE, PASTE -> current().insert(key.text().strip());
      default -> {
        boolean unused = current().press(key);
      }
    }
  }

  private Editor current() {
    return atPassword ? password : name;
  }

  private void enter() {
    if (!atPassword) {
      atPassword = true;
    } else if (isFilled()) {
      actions.logIn(name.text().strip(), password.text());
    }
  }

  private void create() {
    if (isFilled()) {
      actions.create(name.text().strip(), password.text());
    }
  }

  private boolean isFilled() {
    boolean filled = !name.text().isBlank() && !password.isEmpty();
    busy = filled;
    text = filled ? "one moment; Ctrl-C ends" : "name and password, please";
    return filled;
  }
}
