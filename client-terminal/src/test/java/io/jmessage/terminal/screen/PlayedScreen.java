package io.jmessage.terminal.screen;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.terminal.screen.Key.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The model with keys to press and lines to look at: ann is logged in, bob and carl are there. */
final class PlayedScreen {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  final RecordedActions actions = new RecordedActions();
  final ScreenModel model = new ScreenModel(actions, ZoneOffset.UTC);
  private final ScreenView view = new ScreenView(model, ZoneOffset.UTC);

  PlayedScreen() {
    model.loggedIn("ann");
    model.people(
        List.of(new Person("ann", true), new Person("bob", true), new Person("carl", false)));
  }

  void type(String text) {
    text.codePoints().forEach(c -> model.press(Key.text(Character.toString(c))));
  }

  void press(Kind kind) {
    model.press(Key.of(kind));
  }

  void open(String name) {
    type("w");
    type(name);
    press(Kind.ENTER);
  }

  String lines() {
    return lines(80);
  }

  String lines(int columns) {
    return view.frame(columns, 24).lines().stream()
        .map(Line::text)
        .collect(Collectors.joining("\n"));
  }

  static ChatMessage message(long id, String from, String to, String text) {
    return new ChatMessage(id, id, from, to, text, NOON, false);
  }

  static Conversation conversation(String with, long lastId) {
    Optional<ChatMessage> last = Optional.of(message(lastId, with, "ann", "the last one"));
    return new Conversation(with, lastId, 0, lastId, 0, 0, last, false);
  }
}
