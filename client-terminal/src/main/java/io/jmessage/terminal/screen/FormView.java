package io.jmessage.terminal.screen;

import io.jmessage.client.model.DeviceSession;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What stands in the middle while the keys go to a form. A password shows as stars. */
final class FormView {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  /** Heading, two empty lines, text and keys. */
  private static final int AROUND_SESSIONS = 5;

  private final ZoneId zone;

  FormView(ZoneId zone) {
    this.zone = zone;
  }

  List<Line> logIn(LogInForm form) {
    return List.of(
        Line.EMPTY,
        field("  Name      ", Cells.cleanLine(form.name.text()), !form.atPassword),
        field("  Password  ", stars(form.password), form.atPassword),
        Line.EMPTY,
        warning(form.text),
        hint("Enter logs in, Ctrl-N makes a new account,"),
        hint("Tab changes the field, Ctrl-C ends."));
  }

  List<Line> account(AccountForm form, String me, int rows) {
    return form.atPassword ? password(form, me) : sessions(form, me, rows);
  }

  private static List<Line> password(AccountForm form, String me) {
    return List.of(
        Line.of("  A new password for " + Cells.cleanLine(me), Tone.STRONG),
        Line.EMPTY,
        secret("  Old password  ", form, form.oldPassword),
        secret("  New password  ", form, form.newPassword),
        secret("  Once more     ", form, form.newAgain),
        Line.EMPTY,
        warning(form.text),
        hint("Enter goes on and changes it; all other sessions end."),
        hint("Tab changes the field, Esc goes back."));
  }

  private List<Line> sessions(AccountForm form, String me, int rows) {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of("  Sessions of " + Cells.cleanLine(me), Tone.STRONG));
    int room = Math.max(1, rows - AROUND_SESSIONS);
    int from = Math.max(0, Math.min(form.selected - room / 2, form.sessions.size() - room));
    for (int i = from; i < Math.min(form.sessions.size(), from + room); i++) {
      lines.add(entry(form.sessions.get(i), i == form.selected));
    }
    lines.add(Line.EMPTY);
    lines.add(warning(form.text));
    lines.add(hint("j k move, D D ends one, O O all others,"));
    lines.add(hint("P new password, Esc goes back."));
    return lines;
  }

  private Line entry(DeviceSession session, boolean at) {
    String program = session.client().isEmpty() ? "(no name)" : Cells.cleanLine(session.client());
    String text = TIME.format(session.opened().atZone(zone)) + "  " + program;
    return Line.of(at ? "› " : "  ", Tone.PLAIN)
        .and(text, at ? Tone.SELECTED : Tone.PLAIN)
        .and(session.current() ? "  (this one)" : "", Tone.FAINT);
  }

  private static Line secret(String label, AccountForm form, Editor editor) {
    return field(label, stars(editor), form.isAt(editor));
  }

  private static Line field(String label, String text, boolean active) {
    return Line.of(label, active ? Tone.STRONG : Tone.FAINT)
        .and(text.isEmpty() ? " " : text, active ? Tone.SELECTED : Tone.PLAIN);
  }

  private static String stars(Editor password) {
    return "*".repeat(password.text().codePointCount(0, password.text().length()));
  }

  private static Line warning(String text) {
    return Line.of("  " + Cells.cleanLine(text), Tone.WARNING);
  }

  private static Line hint(String text) {
    return Line.of("  " + text, Tone.FAINT);
  }
}
