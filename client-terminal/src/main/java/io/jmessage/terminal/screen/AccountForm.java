package io.jmessage.terminal.screen;

import io.jmessage.client.model.DeviceSession;
import java.util.List;
import java.util.Optional;

/**
 * The sessions of the account, and the form for a new password. What cannot be undone is asked for
 * by pressing its letter twice. One thread.
 */
final class AccountForm {
  private static final String MOMENT = "one moment; Esc goes back";

  final Editor oldPassword = new Editor();
  final Editor newPassword = new Editor();
  final Editor newAgain = new Editor();
  List<DeviceSession> sessions = List.of();
  int selected;
  boolean atPassword;
  String text = "";
  private final Actions actions;
  private Editor field = oldPassword;
  private String asked = "";
  private boolean busy;

  AccountForm(Actions actions) {
    this.actions = actions;
  }

  // ---- Events. ----

  /** Shows the sessions as the servers have them now. */
  void open() {
    leavePassword();
    text = MOMENT;
    actions.sessions();
  }

  /** Of one user nothing is left for the next. */
  void close() {
    leavePassword();
    sessions = List.of();
    busy = false;
    text = "";
  }

  void sessions(List<DeviceSession> all) {
    sessions = all;
    selected = Math.max(0, Math.min(selected, all.size() - 1));
    if (!busy && text.equals(MOMENT)) {
      text = "";
    }
  }

  void sessionsFailed(String why) {
    text = busy ? text : why;
  }

  void done(String what) {
    leavePassword();
    busy = false;
    text = what;
    actions.sessions();
  }

  /** Passwords have to be typed again. */
  void failed(String why) {
    clearPasswords();
    busy = false;
    text = why;
  }

  // ---- Keys. ----

  boolean isAt(Editor editor) {
    return field == editor;
  }

  /** False: the user leaves. */
  boolean press(Key key) {
    String before = asked;
    asked = "";
    if (atPassword) {
      inPassword(key);
      return true;
    }
    return inSessions(key, before);
  }

  private boolean inSessions(Key key, String before) {
    switch (key.kind()) {
      case UP -> select(-1);
      case DOWN -> select(1);
      case TEXT -> letter(key.text(), before);
      default -> {}
    }
    boolean back = key.kind() == Key.Kind.ESCAPE || key.kind() == Key.Kind.LEFT;
    return !back && !key.text().equals("h");
  }

  private void select(int by) {
    selected = Math.max(0, Math.min(selected + by, sessions.size() - 1));
  }

  private void letter(String letter, String before) {
    switch (letter) {
      case "k" -> select(-1);
      case "j" -> select(1);
      case "D" -> chosen().ifPresent(session -> end(session, before));
      case "O" -> endOthers(before);
      case "P" -> {
        atPassword = !busy;
        text = busy ? MOMENT : "";
      }
      default -> {}
    }
  }

  private Optional<DeviceSession> chosen() {
    return sessions.stream().skip(selected).findFirst();
  }

  private void end(DeviceSession session, String before) {
    if (session.current()) {
      text = "this is the session that you are in; L in the list logs out";
    } else if (isConfirmed("D", before, "D again ends the marked session")) {
      actions.endSession(session);
    }
  }

  private void endOthers(String before) {
    if (isConfirmed("O", before, "O again ends all sessions but this one")) {
      actions.endOtherSessions();
    }
  }

  private boolean isConfirmed(String letter, String before, String question) {
    if (busy) {
      text = MOMENT;
      return false;
    }
    busy = letter.equals(before);
    asked = busy ? "" : letter;
    text = busy ? MOMENT : question;
    return busy;
  }

  private void inPassword(Key key) {
    switch (key.kind()) {
      case ESCAPE -> leavePassword();
      case TAB, DOWN -> field = next();
      case BACK_TAB, UP -> field = before();
      case ENTER -> enter();
      case NEW_LINE, PASTE -> field.insert(key.text().strip());
      default -> {
        boolean unused = field.press(key);
      }
    }
  }

  private Editor next() {
    return field == oldPassword ? newPassword : field == newPassword ? newAgain : oldPassword;
  }

  private Editor before() {
    return field == oldPassword ? newAgain : field == newAgain ? newPassword : oldPassword;
  }

  private void enter() {
    if (busy) {
      text = MOMENT;
    } else if (field != newAgain) {
      field = next();
    } else if (oldPassword.isEmpty() || newPassword.isEmpty()) {
      text = "the old password and the new one, please";
    } else if (!newPassword.text().equals(newAgain.text())) {
      failed("the two new passwords differ; nothing was changed");
    } else {
      busy = true;
      text = MOMENT;
      actions.changePassword(oldPassword.text(), newPassword.text());
    }
  }

  private void leavePassword() {
    atPassword = false;
    clearPasswords();
    if (!busy) {
      text = "";
    }
  }

  private void clearPasswords() {
    List.of(oldPassword, newPassword, newAgain).forEach(editor -> editor.set(""));
    field = oldPassword;
  }
}
