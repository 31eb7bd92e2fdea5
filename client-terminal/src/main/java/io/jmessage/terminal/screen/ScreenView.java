package io.jmessage.terminal.screen;

import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ClusterMember;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a frame of the model: the same model and size give the same frame. */
final class ScreenView {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final ScreenModel model;
  private final ZoneId zone;
  private final FormView forms;

  ScreenView(ScreenModel model, ZoneId zone) {
    this.model = model;
    this.zone = zone;
    this.forms = new FormView(zone);
  }

  Frame frame(int columns, int rows) {
    model.resize(columns, rows);
    Layout layout = model.layout();
    List<Line> lines = new ArrayList<>();
    lines.add(bar(title(), columns));
    lines.addAll(body(layout));
    lines.add(rule(layout));
    Input input = input(columns);
    lines.add(input.line);
    lines.add(bar(status(columns), columns));
    // On a very low screen what is typed stays, and the top goes.
    int surplus = Math.max(0, lines.size() - rows);
    List<Line> shown = new ArrayList<>(lines.subList(surplus, lines.size()));
    while (shown.size() < rows) {
      shown.add(0, Line.EMPTY);
    }
    shown.replaceAll(line -> line.pad(columns));
    return new Frame(shown, Math.max(0, rows - 2), Math.min(input.cursor, columns - 1));
  }

  private static Line bar(String clean, int columns) {
    return Line.of(Cells.pad(clean, columns), Tone.BAR);
  }

  private String title() {
    String who = model.me.isEmpty() ? "Jmessage" : Cells.cleanLine(model.me) + " · Jmessage";
    String quiet = model.notices.doNotDisturb ? "  ·  do not disturb" : "";
    return model
        .open
        .filter(chat -> !model.isInForm())
        .map(
            chat -> {
              String state = chat.typing ? "is writing…" : chat.online ? "online" : "offline";
              return " " + Cells.cleanLine(chat.name) + " (" + state + ")  ·  " + who + quiet;
            })
        .orElse(" " + who + quiet);
  }

  // ---- The middle. ----

  private List<Line> body(Layout layout) {
    List<Line> body = new ArrayList<>();
    if (model.help) {
      HelpText.lines().forEach(line -> body.add(Line.of(line, Tone.PLAIN)));
    } else if (model.focus == ScreenModel.Focus.LOG_IN) {
      body.addAll(forms.logIn(model.form));
    } else if (model.focus == ScreenModel.Focus.ACCOUNT) {
      body.addAll(forms.account(model.account, model.me, layout.bodyRows()));
    } else {
      List<Line> list = list(layout);
      List<Line> chat = chat(layout);
      for (int i = 0; i < layout.bodyRows(); i++) {
        body.add(beside(list, chat, i, layout));
      }
    }
    List<Line> fitted = new ArrayList<>(body.subList(0, Math.min(body.size(), layout.bodyRows())));
    while (fitted.size() < layout.bodyRows()) {
      fitted.add(Line.EMPTY);
    }
    return fitted;
  }

  private static Line beside(List<Line> list, List<Line> chat, int row, Layout layout) {
    Line left = row < list.size() ? list.get(row) : Line.EMPTY;
    Line right = row < chat.size() ? chat.get(row) : Line.EMPTY;
    if (layout.chatColumns() == 0) {
      return left;
    }
    return layout.listColumns() == 0
        ? right
        : left.pad(layout.listColumns()).and("│", Tone.FAINT).and(right);
  }

  private List<Line> list(Layout layout) {
    List<Chat> chats = model.list();
    if (chats.isEmpty()) {
      return List.of(Line.of(" nobody here yet", Tone.FAINT));
    }
    int at = 0;
    for (int i = 0; i < chats.size(); i++) {
      at = chats.get(i).name.equals(model.selected) ? i : at;
    }
    int from = Math.max(0, Math.min(at - layout.bodyRows() / 2, chats.size() - layout.bodyRows()));
    List<Line> lines = new ArrayList<>();
    for (int i = from; i < Math.min(chats.size(), from + layout.bodyRows()); i++) {
      lines.add(entry(chats.get(i), i == at, layout.listColumns()));
    }
    return lines;
  }

  private Line entry(Chat chat, boolean at, int width) {
    boolean inList =
        model.focus == ScreenModel.Focus.LIST || model.focus == ScreenModel.Focus.FILTER;
    String badge = chat.unread() > 0 ? " " + chat.unread() + " " : "";
    String draft = chat.draft.isEmpty() ? "" : "✎ ";
    String mark = at ? "›" : " ";
    int room = Math.max(1, width - Cells.width(badge) - 2);
    String name =
        Cells.pad(mark + (chat.online ? "● " : "○ ") + draft + Cells.cleanLine(chat.name), room);
    Tone tone = at && inList ? Tone.SELECTED : badge.isEmpty() ? Tone.PLAIN : Tone.STRONG;
    return Line.of(name, tone).and(badge, Tone.NEWS);
  }

  private List<Line> chat(Layout layout) {
    if (layout.chatColumns() == 0) {
      return List.of();
    }
    if (model.open.isEmpty()) {
      return List.of(
          Line.EMPTY,
          Line.of(" Enter opens a conversation,", Tone.FAINT),
          Line.of(" n the next unread one, w finds people,", Tone.FAINT),
          Line.of(" ? shows all keys.", Tone.FAINT));
    }
    Chat chat = model.open.get();
    List<Transcript.Row> rows = model.transcript.rows(chat, model.me, layout.chatColumns());
    if (rows.isEmpty()) {
      String text = chat.loading ? " looking for messages…" : " no messages yet";
      return List.of(Line.of(text, Tone.FAINT));
    }
    int bottom = bottom(rows, chat.place);
    int top = Math.max(0, bottom - layout.bodyRows() + 1);
    List<Line> lines = new ArrayList<>();
    for (int i = bottom - top + 1; i < layout.bodyRows(); i++) {
      lines.add(Line.EMPTY); // few messages stand at the bottom
    }
    rows.subList(top, bottom + 1).forEach(row -> lines.add(row.content()));
    return lines;
  }

  /** The index of the lowest row that is shown. */
  static int bottom(List<Transcript.Row> rows, Optional<Chat.Place> place) {
    if (place.isPresent()) {
      for (int i = 0; i < rows.size(); i++) {
        Transcript.Row row = rows.get(i);
        if (row.key() == place.get().key() && row.line() == place.get().line()) {
          return i;
        }
      }
    }
    return rows.size() - 1;
  }

  // ---- The bottom. ----

  private Line rule(Layout layout) {
    Optional<Chat> scrolled = model.open.filter(chat -> chat.place.isPresent());
    if (scrolled.isEmpty() || layout.chatColumns() == 0 || model.isInForm()) {
      return Line.of("─".repeat(layout.columns()), Tone.FAINT);
    }
    Chat chat = scrolled.get();
    List<Transcript.Row> rows = model.transcript.rows(chat, model.me, layout.chatColumns());
    int below = rows.size() - 1 - bottom(rows, chat.place);
    String text = "── " + below + " lines below, End shows them ";
    return Line.of(text + "─".repeat(Math.max(0, layout.columns() - Cells.width(text))), Tone.NEWS);
  }

  /** The line that is typed in, and where in it. */
  private record Input(Line line, int cursor) {}

  private Input input(int columns) {
    return switch (model.focus) {
      case LOG_IN -> new Input(Line.of(model.form.atPassword ? "password" : "name", Tone.FAINT), 0);
      case ACCOUNT -> new Input(Line.of("account", Tone.FAINT), 0);
      case FILTER -> edited("find: ", model.filter, columns);
      case INPUT, MESSAGES, LIST -> {
        Optional<Chat> chat = model.open;
        boolean active = model.focus == ScreenModel.Focus.INPUT;
        if (chat.isPresent() && (active || !chat.get().draft.isEmpty())) {
          yield edited("> ", chat.get().draft, columns);
        }
        String hint = chat.isPresent() ? "Enter to write, ? for help" : "? for help";
        yield new Input(Line.of(Cells.fit(hint, columns), Tone.FAINT), 0);
      }
    };
  }

  private static Input edited(String prompt, Editor editor, int columns) {
    String before = Cells.clean(editor.beforePlace()).replace('\n', '↵');
    String all = Cells.clean(editor.text()).replace('\n', '↵');
    String after = all.startsWith(before) ? all.substring(before.length()) : "";
    int room = Math.max(1, columns - prompt.length() - 1);
    while (Cells.width(before) > room) {
      before = before.substring(Character.charCount(before.codePointAt(0)));
    }
    Line line = Line.of(prompt, Tone.STRONG).and(before + after, Tone.PLAIN);
    return new Input(line, prompt.length() + Cells.width(before));
  }

  private String status(int columns) {
    if (!model.notice.isEmpty()) {
      return " " + Cells.cleanLine(model.notice);
    }
    String link = model.connection.map(state -> link(state, columns)).orElse("starting");
    long waiting = model.waiting();
    return " " + (waiting == 0 ? "" : waiting + " waiting · ") + Cells.cleanLine(link);
  }

  private String link(ConnectionState state, int columns) {
    if (state.status() != Status.CONNECTED) {
      String last = state.lastContact().map(time -> ", last answer " + clock(time)).orElse("");
      return "not connected" + last + ": " + state.reason();
    }
    long inSync = state.members().stream().filter(ClusterMember::inSync).count();
    String server = state.server().orElse("the master");
    int bracket = server.indexOf(" (");
    String name = columns < 70 && bracket > 0 ? server.substring(0, bracket) : server;
    return "%s · epoch %d · %d of %d in sync, %d more may fail"
        .formatted(name, state.epoch(), inSync, state.members().size(), state.faultsSurvivable());
  }

  private String clock(Instant time) {
    return TIME.format(time.atZone(zone));
  }
}
