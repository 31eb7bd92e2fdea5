package io.jmessage.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.ClusterMember;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.DeviceSession;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.terminal.screen.Key.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and events in, lines out; no terminal, no thread, no time. */
class ScreenModelTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final RecordedActions actions = new RecordedActions();
  private final ScreenModel model = new ScreenModel(actions, ZoneOffset.UTC);
  private final ScreenView view = new ScreenView(model, ZoneOffset.UTC);

  @Test
  void logsIn_andMakesAnAccount() {
    type("ann");
    press(Kind.TAB);
    type("secret");
    assertThat(screen()).contains("ann", "******").doesNotContain("secret");
    press(Kind.ENTER);
    model.form.refused("the password is wrong");
    assertThat(screen()).contains("the password is wrong").doesNotContain("***");
    type("secret");
    press(Kind.ENTER);
    model.form.unknown("there is no user of this name; Ctrl-N makes the account");
    press(Kind.CREATE);

    assertThat(actions.all)
        .containsExactly("logIn ann secret", "logIn ann secret", "create ann secret");
  }

  @Test
  void listShowsUnreadNumbers_andNextUnreadOpensThem() {
    logIn();
    model.conversation(conversation("bob", 5, 2));
    model.conversation(conversation("carl", 1, 0));

    assertThat(row("bob")).contains("● bob", " 2 ");
    type("n");

    assertThat(model.open.orElseThrow().name).isEqualTo("bob");
    assertThat(actions.all).containsExactly("page bob 0");
    model.page("bob", List.of(message(5, "bob", "the fifth")), true);
    assertThat(actions.all).contains("read bob 5");
    assertThat(screen()).contains("bob: the fifth");
  }

  @Test
  void whatIsTypedIsSent_andItsStatesAreShown() {
    logIn();
    open("bob");
    type("hello");
    press(Kind.ENTER);
    assertThat(actions.all).contains("typing bob true", "send bob hello");

    model.connection(state(Status.LOOKING_FOR_MASTER, "looking", List.of()));
    outgoing(new DeliveryState.Writing(NOON));
    assertThat(screen()).contains("you: hello  writing to disk");
    outgoing(new DeliveryState.Waiting(NOON, "no server answers"));
    assertThat(screen()).contains("waiting: no server answers", "1 waiting · not connected");
    outgoing(new DeliveryState.Stored(NOON, receipt(2, 3)));
    assertThat(screen()).contains("you: hello  stored on 2 of 3").doesNotContain("waiting");
    outgoing(new DeliveryState.Delivered(NOON, receipt(2, 3)));
    assertThat(screen()).contains("you: hello  delivered");
    outgoing(new DeliveryState.Read(NOON, receipt(2, 3)));
    assertThat(screen()).contains("you: hello  read");
  }

  @Test
  void failedLine_isTriedAgainEditedOrDropped() {
    logIn();
    open("bob");
    outgoing(new DeliveryState.Failed(NOON, Reason.UNKNOWN_RECEIVER, "there is no user bob"));
    assertThat(screen()).contains("not sent: there is no user bob");
    press(Kind.ESCAPE);
    type("R");
    type("e");

    assertThat(actions.all).contains("retry id", "discard id");
    assertThat(model.open.orElseThrow().draft.text()).isEqualTo("hello");
    model.discarded("id");
    assertThat(screen()).doesNotContain("not sent");
  }

  @Test
  void lineBreaks_areTypedPastedAndSent() {
    logIn();
    open("bob");
    type("one");
    press(Kind.NEW_LINE);
    press(Kind.PASTE);
    assertThat(screen()).contains("> one↵pasted↵text");
    press(Kind.SEND);

    assertThat(actions.all).contains("send bob one\npasted\ntext");
  }

  @Test
  void longConversation_rowsAreMadeOnce() {
    logIn();
    open("bob");
    List<ChatMessage> page = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) {
      page.add(
          message(
              i, "bob", "a line of some twenty words, number " + i + " ".repeat(i % 7) + "end"));
    }
    model.page("bob", page, true);
    List<Transcript.Row> before = rowsOfBob();
    type("x");
    List<Transcript.Row> after = rowsOfBob();

    assertThat(screen()).contains("number 20000");
    assertThat(after).hasSameSizeAs(before).hasSizeGreaterThanOrEqualTo(20_000);
    for (int i = 0; i < after.size(); i++) {
      assertThat(after.get(i)).isSameAs(before.get(i));
    }
  }

  @Test
  void draftsStay_eachWithItsConversation() {
    logIn();
    open("bob");
    type("for bob");
    press(Kind.TAB);
    open("carl");
    type("for carl");
    press(Kind.TAB);
    assertThat(row("bob")).contains("✎ bob");
    open("bob");

    assertThat(screen()).contains("> for bob").doesNotContain("for carl");
  }

  @Test
  void textThatCouldNotBeKept_isTypedAgain() {
    logIn();
    open("bob");

    model.notKept("bob", "lost?", "the disk is full");

    assertThat(screen()).contains("> lost?", "the disk is full");
  }

  @Test
  void scrolling_keepsItsPlace_andAsksForOlderPages() {
    logIn();
    model.resize(80, 24);
    open("bob");
    List<ChatMessage> page = new ArrayList<>();
    for (int i = 101; i <= 200; i++) {
      page.add(message(i, "bob", "line " + i));
    }
    model.page("bob", page, false);
    press(Kind.PAGE_UP);
    assertThat(screen()).contains("line 180", "20 lines below").doesNotContain("line 200");

    model.message(message(201, "bob", "newest"));
    assertThat(screen()).contains("line 180", "21 lines below").doesNotContain("newest");
    for (int i = 0; i < 10; i++) {
      press(Kind.PAGE_UP);
    }
    assertThat(actions.all).contains("page bob 101");
    model.page("bob", List.of(message(100, "bob", "line 100")), true);
    press(Kind.PAGE_UP);
    assertThat(screen()).contains("line 100");
    press(Kind.ESCAPE);
    press(Kind.END);
    assertThat(screen()).contains("newest").doesNotContain("below");
  }

  @Test
  void statusLine_namesServerAndEpoch_orWhatIsWrong() {
    logIn();
    List<ClusterMember> members =
        List.of(
            new ClusterMember("1", "a:1", true, true), new ClusterMember("2", "b:1", false, true));
    model.connection(state(Status.CONNECTED, "", members));
    assertThat(screen()).contains("server 1 (a:1) · epoch 7 · 2 of 2 in sync, 1 more may fail");

    model.connection(state(Status.LOOKING_FOR_MASTER, "looking for the new master", members));
    assertThat(screen()).contains("not connected, last answer 12:00:00: looking for the new");
  }

  @Test
  void peopleAreFoundByName_andTypingIsShown() {
    logIn();
    type("w");
    type("Car");
    assertThat(screen()).contains("find: Car", "carl").doesNotContain("bob");
    press(Kind.ENTER);
    model.typing("carl", true);

    assertThat(screen()).contains("carl (is writing…)");
  }

  @Test
  void helpShowsTheKeys_logOutAsksTwice_andCtrlCEnds() {
    logIn();
    type("?");
    assertThat(screen()).contains("Ctrl-C ends", "next unread");
    type("x");
    type("L");
    assertThat(screen()).contains("L again logs ann out");
    type("L");
    press(Kind.QUIT);

    assertThat(actions.all).containsExactly("logOut", "quit");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyLineFits_whateverOthersWriteAndWhateverKeysArePressed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    logIn();
    model.message(message(1, hostile(random, 12), hostile(random, 40)));
    for (int round = 0; round < 1_500; round++) {
      shake(random, round);
      int columns = 1 + random.nextInt(140);
      int rows = 1 + random.nextInt(50);

      Frame frame = view.frame(columns, rows);

      assertThat(frame.lines()).hasSize(rows);
      assertThat(frame.cursorColumn()).isBetween(0, columns - 1);
      assertThat(frame.cursorRow()).isBetween(0, rows - 1);
      for (Line line : frame.lines()) {
        assertThat(line.width()).as("of %d in %s", columns, line.text()).isEqualTo(columns);
        assertThat(new Painter(true).paint(line).columnLength()).isEqualTo(columns);
        assertThat(line.text().codePoints().noneMatch(Character::isISOControl)).isTrue();
      }
    }
  }

  private void shake(SplittableRandom random, int round) {
    Kind[] kinds = Kind.values();
    switch (random.nextInt(7)) {
      case 0 -> model.message(message(round + 2, "bob", hostile(random, 200)));
      case 1 -> model.person(new Person(hostile(random, 12), random.nextBoolean()));
      case 2 -> type(hostile(random, 3));
      case 3 -> outgoing(new DeliveryState.Waiting(NOON, hostile(random, 30)));
      case 4 ->
          type(
              List.of("n", "w", "?", "k", "j", "l", "h", "G", "A", "P", "D")
                  .get(random.nextInt(11)));
      case 5 -> {
        DeviceSession odd = new DeviceSession("", NOON, hostile(random, 30), false);
        model.account.sessions(Collections.nCopies(random.nextInt(40), odd));
      }
      default -> press(kinds[random.nextInt(kinds.length)]);
    }
    if (model.focus == ScreenModel.Focus.LOG_IN) {
      model.loggedIn("ann");
    }
  }

  private static String hostile(SplittableRandom random, int length) {
    int[] odd = {
      0x1b, 0x9b, 7, '\n', '\r', '\t', 0x200d, 0x202e, 0x2066, 0x1F468, 0x1F1E9, 0x1F3FD, 0xFE0F,
      0x301, 0x65E5, 0xAC00, 0x1F602, 0xD800, 0xE000, 0x10FFFF, 0xAD, 0xA0, ' ', 'x', 0x5D0, 0x2028
    };
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(length);
    for (int i = 0; i < count; i++) {
      int c = random.nextInt(3) == 0 ? random.nextInt(0x110000) : odd[random.nextInt(odd.length)];
      text.appendCodePoint(c);
    }
    return text.toString();
  }

  // ---- What happens. ----

  private void logIn() {
    model.loggedIn("ann");
    model.people(
        List.of(new Person("ann", true), new Person("bob", true), new Person("carl", false)));
  }

  private void open(String name) {
    type("w");
    type(name);
    press(Kind.ENTER);
  }

  private void outgoing(DeliveryState state) {
    model.outgoing(new OutgoingMessage("id", "bob", "hello", NOON, state));
  }

  private void type(String text) {
    text.codePoints().forEach(c -> model.press(Key.text(Character.toString(c))));
  }

  private void press(Kind kind) {
    model.press(new Key(kind, kind == Kind.PASTE ? "pasted\ntext" : ""));
  }

  private String screen() {
    return view.frame(80, 24).lines().stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  private List<Transcript.Row> rowsOfBob() {
    return model.transcript.rows(model.chats.get("bob"), model.me, 60);
  }

  private String row(String part) {
    return screen().lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
  }

  private static ChatMessage message(long sequence, String from, String text) {
    return new ChatMessage(1_000 + sequence, sequence, from, "ann", text, NOON, false);
  }

  private static SendReceipt receipt(int copies, int members) {
    ChatMessage message = new ChatMessage(9, 9, "ann", "bob", "hello", NOON, false);
    return new SendReceipt(message, 7, 1, copies, members, "a:1");
  }

  private static Conversation conversation(String with, long last, long unread) {
    return new Conversation(with, last, last - unread, unread, 0, 0, Optional.empty(), false);
  }

  private static ConnectionState state(Status status, String reason, List<ClusterMember> members) {
    return new ConnectionState(
        status, Optional.of("server 1 (a:1)"), reason, NOON, Optional.of(NOON), 7, members);
  }
}
