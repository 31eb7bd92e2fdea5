package io.jmessage.gui.shell;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** All keys of the window, as F1 lists them. */
final class Shortcuts extends GridPane {
  private record Shortcut(String keys, String meaning) {}

  private static final List<Shortcut> ALL =
      List.of(
          new Shortcut("Ctrl+K", "Go to a person: type part of the name, then Enter"),
          new Shortcut("Ctrl+F", "Search in the list of people"),
          new Shortcut("Alt+Down, Alt+Up", "Next or previous conversation"),
          new Shortcut("Enter", "Send"),
          new Shortcut("Shift+Enter", "Break the line"),
          new Shortcut("Page Up, Page Down", "Scroll the messages, also while writing"),
          new Shortcut("Ctrl+End", "Go to the newest message"),
          new Shortcut("Ctrl+C", "Copy the message that is selected in the list"),
          new Shortcut("Ctrl+D", "Do not disturb: on or off"),
          new Shortcut("Ctrl+I", "The servers: master, in sync, what may fail"),
          new Shortcut("Ctrl+,", "The account: its sessions, its password"),
          new Shortcut("Ctrl+T", "Light or dark"),
          new Shortcut("Ctrl and +, -, 0", "Larger, smaller, usual letters"),
          new Shortcut("Esc", "Back: to the field, or to the list in a narrow window"),
          new Shortcut("F1", "This list"));

  Shortcuts() {
    getStyleClass().add("shortcuts");
    int row = 0;
    for (Shortcut shortcut : ALL) {
      Label keys = new Label(shortcut.keys());
      keys.getStyleClass().add("keys");
      keys.setMinWidth(USE_PREF_SIZE);
      setValignment(keys, VPos.TOP);
      Label meaning = new Label(shortcut.meaning());
      meaning.setWrapText(true);
      meaning.setMinHeight(USE_PREF_SIZE);
      setHgrow(meaning, Priority.ALWAYS);
      meaning.setLabelFor(keys);
      addRow(row++, keys, meaning);
    }
  }
}
