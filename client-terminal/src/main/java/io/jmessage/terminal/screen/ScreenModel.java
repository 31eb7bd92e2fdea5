package io.jmessage.terminal.screen;

import io.jmessage.client.ConnectionState;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.Person;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that the screen knows: keys and events change it, {@link ScreenView} shows it. Knows no
 * terminal, no clock and no thread but the one that calls it.
 */
final class ScreenModel {
  /** What the keys go to. */
  enum Focus {
    LOG_IN,
    ACCOUNT,
    LIST,
    FILTER,
    MESSAGES,
    INPUT
  }

  final Actions actions;
  final Transcript transcript;
  final Map<String, Chat> chats = new TreeMap<>();
  final Editor filter = new Editor();
  final LogInForm form;
  final AccountForm account;
  final Notices notices;
  Focus focus = Focus.LOG_IN;
  Optional<Chat> open = Optional.empty();
  Optional<ConnectionState> connection = Optional.empty();
  String selected = "";
  String me = "";
  String notice = "";
  boolean help;
  private boolean leaving;
  private int width = 80;
  private int height = 24;

  ScreenModel(Actions actions, ZoneId zone) {
    this.actions = actions;
    this.transcript = new Transcript(zone);
    this.form = new LogInForm(actions);
    this.account = new AccountForm(actions);
    this.notices = new Notices(actions);
  }

  // ---- Events. ----

  void resize(int columns, int rows) {
    boolean other = columns != width || rows != height;
    width = columns;
    height = rows;
    if (other) {
      markRead(); // a conversation beside the list may have come into sight
    }
  }

  void loggedIn(String name) {
    if (!me.equals(name)) {
      chats.clear();
      open = Optional.empty();
    }
    me = name;
    form.done();
    notices.loggedIn();
    notice = "";
    focus = open.isPresent() ? Focus.INPUT : Focus.LIST;
  }

  void loggedOut(String reason) {
    form.ask(me, reason);
    account.close();
    focus = Focus.LOG_IN;
  }

  void accountDone(String what) {
    account.done(what);
    noticeUnlessInAccount(what);
  }

  void accountFailed(String why) {
    account.failed(why);
    noticeUnlessInAccount(why);
  }

  private void noticeUnlessInAccount(String text) {
    notice = focus == Focus.ACCOUNT ? notice : text;
  }

  void connection(ConnectionState state) {
    connection = Optional.of(state);
  }

  void notice(String text) {
    notice = text;
  }

  void people(List<Person> people) {
    people.forEach(this::person);
  }

  void person(Person person) {
    chat(person.username()).online = person.online();
  }

  void gone(String name) {
    Chat chat = chat(name);
    chat.online = false;
    if (chat.messages.isEmpty() && chat.numbers.isEmpty() && !open.equals(Optional.of(chat))) {
      chats.remove(name);
    }
  }

  void typing(String name, boolean writes) {
    chat(name).typing = writes;
  }

  void conversation(Conversation conversation) {
    chat(conversation.with()).numbers = Optional.of(conversation);
    markRead();
  }

  /** All conversations, as the servers have them. */
  void conversations(List<Conversation> all) {
    notices.history(all);
    all.forEach(this::conversation);
  }

  void message(ChatMessage message) {
    Chat chat = chat(message.peerOf(me));
    chat.messages.put(message.sequence(), message);
    if (!message.from().equals(me)) {
      notices.fromOther(message, isSeen(chat));
    }
    markRead();
  }

  void page(String with, List<ChatMessage> page, boolean complete) {
    Chat chat = chat(with);
    page.forEach(message -> chat.messages.put(message.sequence(), message));
    chat.loading = false;
    chat.complete |= complete;
    markRead();
  }

  /** What this machine holds of a page that the servers are still asked for. */
  void kept(String with, List<ChatMessage> page) {
    page.forEach(message -> chat(with).messages.put(message.sequence(), message));
    markRead();
  }

  void pageFailed(String with) {
    chat(with).loading = false;
    chat(with).asked = false;
  }

  void outgoing(OutgoingMessage line) {
    chat(line.to()).line(line);
  }

  /** A text that could not be kept goes back to where it was typed. */
  void notKept(String to, String text, String why) {
    Editor draft = chat(to).draft;
    draft.set(draft.isEmpty() ? text : text + "\n" + draft.text());
    notice = why;
  }

  void discarded(String lineId) {
    chats.values().forEach(chat -> chat.outgoing.remove(lineId));
  }

  // ---- What is shown. ----

  /** Newest first, then those without a message by name; only what the filter lets through. */
  List<Chat> list() {
    String part = filter.text().toLowerCase(Locale.ROOT);
    List<Chat> list = new ArrayList<>();
    for (Chat chat : chats.values()) {
      if (!chat.name.equals(me) && chat.name.toLowerCase(Locale.ROOT).contains(part)) {
        list.add(chat);
      }
    }
    list.sort(Comparator.comparingLong(Chat::newest).reversed().thenComparing(chat -> chat.name));
    return list;
  }

  long waiting() {
    return chats.values().stream().mapToLong(chat -> chat.outgoing.size()).sum();
  }

  /** The keys and the middle of the screen belong to a form. */
  boolean isInForm() {
    return focus == Focus.LOG_IN || focus == Focus.ACCOUNT;
  }

  Layout layout() {
    return Layout.of(width, height, focus);
  }

  private Chat chat(String name) {
    return chats.computeIfAbsent(name, Chat::new);
  }

  // ---- Keys. ----

  void press(Key key) {
    notice = "";
    if (key.kind() == Key.Kind.QUIT) {
      actions.quit();
    } else if (key.kind() == Key.Kind.REDRAW) {
      actions.redraw();
    } else if (help) {
      help = false;
    } else {
      boolean wasLeaving = leaving;
      leaving = false;
      switch (focus) {
        case LOG_IN -> form.press(key);
        case ACCOUNT -> inAccount(key);
        case LIST -> inList(key, wasLeaving);
        case FILTER -> inFilter(key);
        case MESSAGES -> inMessages(key);
        case INPUT -> inInput(key);
      }
    }
    markRead();
  }

  private void inAccount(Key key) {
    if (!account.press(key)) {
      focus = Focus.LIST;
    }
  }

  private void inList(Key key, boolean wasLeaving) {
    switch (key.kind()) {
      case UP -> select(-1);
      case DOWN -> select(1);
      case PAGE_UP -> select(-layout().bodyRows());
      case PAGE_DOWN -> select(layout().bodyRows());
      case HOME -> select(-chats.size());
      case END -> select(chats.size());
      case ENTER -> openSelected(Focus.INPUT);
      case RIGHT -> openSelected(Focus.MESSAGES);
      case TAB -> focus = open.isPresent() ? Focus.INPUT : Focus.LIST;
      case ESCAPE -> filter.set("");
      case TEXT -> listLetter(key.text(), wasLeaving);
      default -> {}
    }
  }

  private void listLetter(String letter, boolean wasLeaving) {
    switch (letter) {
      case "k" -> select(-1);
      case "j" -> select(1);
      case "K" -> select(-layout().bodyRows());
      case "J" -> select(layout().bodyRows());
      case "G" -> select(chats.size());
      case " " -> openSelected(Focus.INPUT);
      case "l" -> openSelected(Focus.MESSAGES);
      case "L" -> logOut(wasLeaving);
      default -> anywhere(letter);
    }
  }

  private void logOut(boolean asked) {
    if (asked) {
      actions.logOut();
    } else {
      leaving = true;
      notice = "L again logs " + me + " out; what waits is kept";
    }
  }

  /** Letters that mean the same in the list and over the messages. */
  private void anywhere(String letter) {
    switch (letter) {
      case "?" -> help = true;
      case "n", "p" -> nextUnread();
      case "m" -> doNotDisturb();
      case "A" -> {
        focus = Focus.ACCOUNT;
        account.open();
      }
      case "w", "q", "x" -> {
        filter.set("");
        focus = Focus.FILTER;
      }
      default -> {}
    }
  }

  private void doNotDisturb() {
    notices.doNotDisturb = !notices.doNotDisturb;
    notice = notices.doNotDisturb ? "no notices until m is pressed again" : "notices come again";
  }

  private void inFilter(Key key) {
    switch (key.kind()) {
      case ESCAPE -> {
        filter.set("");
        focus = Focus.LIST;
      }
      case UP -> select(-1);
      case DOWN, TAB -> select(1);
      case ENTER -> {
        openSelected(Focus.INPUT);
        filter.set("");
        focus = open.isPresent() ? Focus.INPUT : Focus.LIST;
      }
      default -> {
        if (filter.press(key)) {
          selected = list().stream().findFirst().map(chat -> chat.name).orElse("");
        }
      }
    }
  }

  private void inMessages(Key key) {
    switch (key.kind()) {
      case UP -> scroll(-1);
      case DOWN -> scroll(1);
      case PAGE_UP -> scroll(-layout().bodyRows());
      case PAGE_DOWN -> scroll(layout().bodyRows());
      case HOME -> scroll(Integer.MIN_VALUE / 2);
      case END -> scroll(Integer.MAX_VALUE / 2);
      case ENTER, TAB -> focus = Focus.INPUT;
      case ESCAPE, LEFT, BACK_TAB -> focus = Focus.LIST;
      case TEXT -> messageLetter(key.text());
      default -> {}
    }
  }

  private void messageLetter(String letter) {
    switch (letter) {
      case "k" -> scroll(-1);
      case "j" -> scroll(1);
      case "K" -> scroll(-layout().bodyRows());
      case "J" -> scroll(layout().bodyRows());
      case "G" -> scroll(Integer.MAX_VALUE / 2);
      case "h" -> focus = Focus.LIST;
      case "r", " " -> focus = Focus.INPUT;
      case "R" -> failed().ifPresent(line -> actions.retry(line.id()));
      case "D" -> failed().ifPresent(line -> actions.discard(line.id()));
      case "e" -> failed().ifPresent(this::edit);
      default -> anywhere(letter);
    }
  }

  private Optional<OutgoingMessage> failed() {
    return open.flatMap(
        chat ->
            chat.outgoing.values().stream()
                .filter(line -> line.state() instanceof DeliveryState.Failed)
                .findFirst());
  }

  private void edit(OutgoingMessage line) {
    open.ifPresent(chat -> chat.draft.set(line.text()));
    actions.discard(line.id());
    focus = Focus.INPUT;
  }

  private void inInput(Key key) {
    Chat chat = open.orElseThrow();
    switch (key.kind()) {
      case ENTER, SEND -> send(chat);
      case ESCAPE -> focus = Focus.MESSAGES;
      case TAB, BACK_TAB -> focus = Focus.LIST;
      case UP -> scroll(-1);
      case DOWN -> scroll(1);
      case PAGE_UP -> scroll(-layout().bodyRows());
      case PAGE_DOWN -> scroll(layout().bodyRows());
      default -> {
        if (chat.draft.press(key)) {
          actions.typing(chat.name, !chat.draft.isEmpty());
        }
      }
    }
  }

  private void send(Chat chat) {
    String text = chat.draft.text();
    if (!text.isBlank()) {
      chat.draft.set("");
      chat.place = Optional.empty();
      actions.send(chat.name, text);
    }
  }

  private void select(int by) {
    List<String> names = list().stream().map(chat -> chat.name).toList();
    if (!names.isEmpty()) {
      int now = names.indexOf(selected);
      int next = now < 0 && by > 0 ? 0 : now + by;
      selected = names.get(Math.max(0, Math.min(next, names.size() - 1)));
    }
  }

  private void openSelected(Focus then) {
    List<Chat> list = list();
    Optional<Chat> found = list.stream().filter(chat -> chat.name.equals(selected)).findFirst();
    found.or(() -> list.stream().findFirst()).ifPresent(chat -> open(chat, then));
  }

  private void nextUnread() {
    Optional<Chat> next = list().stream().filter(chat -> chat.unread() > 0).findFirst();
    next.ifPresentOrElse(chat -> open(chat, Focus.MESSAGES), () -> notice = "nothing is unread");
  }

  private void open(Chat chat, Focus then) {
    open = Optional.of(chat);
    selected = chat.name;
    chat.place = Optional.empty();
    focus = then;
    if (!chat.asked) {
      chat.asked = true;
      chat.loading = true;
      actions.page(chat.name, 0);
    }
  }

  /** What stands on the screen counts as read. */
  private void markRead() {
    open.filter(chat -> isSeen(chat) && chat.unread() > 0 && !chat.messages.isEmpty())
        .ifPresent(chat -> actions.read(chat.name, chat.messages.lastKey()));
  }

  /** It is open, scrolled to its end, and nothing else stands in its place. */
  private boolean isSeen(Chat chat) {
    boolean atEnd = open.equals(Optional.of(chat)) && chat.place.isEmpty();
    return atEnd && !isInForm() && !help && layout().chatColumns() > 0;
  }

  private void scroll(int by) {
    open.ifPresent(chat -> scroll(chat, by));
  }

  private void scroll(Chat chat, int by) {
    Layout layout = layout();
    List<Transcript.Row> rows = transcript.rows(chat, me, layout.chatColumns());
    if (rows.isEmpty()) {
      return;
    }
    int last = rows.size() - 1;
    int first = Math.min(last, layout.bodyRows() - 1);
    int bottom = Math.max(first, Math.min(last, ScreenView.bottom(rows, chat.place) + by));
    Transcript.Row row = rows.get(bottom);
    chat.place =
        bottom == last ? Optional.empty() : Optional.of(new Chat.Place(row.key(), row.line()));
    boolean atTop = bottom == first && by < 0;
    if (atTop && !chat.loading && !chat.complete && !chat.messages.isEmpty()) {
      chat.loading = true;
      actions.page(chat.name, chat.messages.firstKey());
    }
  }
}
