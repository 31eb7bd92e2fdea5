package io.jmessage.gui.conversation;

import atlantafx.base.controls.Popover;
import atlantafx.base.theme.Styles;
import io.jmessage.gui.support.Icons;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.TilePane;
import org.kordamp.ikonli.feather.Feather;

/** A button that offers emoji, for keyboards that have none. */
final class EmojiButton extends Button {
  private static final int COLUMNS = 8;
  private static final List<String> EMOJI =
      List.of(
          "😀", "😂", "🙂", "😉", "😍", "😎", "🤔", "😴", "😢", "😮", "😡", "🥳", "🤗", "🙈", "💤",
          "💬", "👍", "👎", "👏", "🙏", "👋", "💪", "🤞", "👀", "❤️", "💔", "🔥", "✨", "🎉", "✅",
          "❌", "❓", "☕", "🍕", "🍰", "🍎", "🌞", "🌧️", "🌙", "⭐");

  EmojiButton(Consumer<String> chosen) {
    super(null, Icons.of(Feather.SMILE));
    getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "emoji-button");
    setTooltip(new Tooltip("Emoji"));
    setAccessibleText("Insert an emoji");
    TilePane grid = new TilePane();
    grid.setPrefColumns(COLUMNS);
    Popover popover = new Popover(grid);
    popover.setArrowLocation(Popover.ArrowLocation.BOTTOM_LEFT);
    popover.setHeaderAlwaysVisible(false);
    popover.setDetachable(false);
    for (String emoji : EMOJI) {
      grid.getChildren().add(choice(emoji, popover, chosen));
    }
    setOnAction(event -> popover.show(this));
  }

  /** As Unicode calls it. */
  private static String nameOf(String emoji) {
    return Character.getName(emoji.codePointAt(0)).toLowerCase(Locale.ROOT);
  }

  private static Button choice(String emoji, Popover popover, Consumer<String> chosen) {
    Button button = new Button(emoji);
    button.getStyleClass().addAll(Styles.FLAT, "emoji-choice", "emoji");
    String name = nameOf(emoji);
    button.setAccessibleText(name);
    button.setTooltip(new Tooltip(name));
    button.setOnAction(
        event -> {
          popover.hide();
          chosen.accept(emoji);
        });
    return button;
  }
}
