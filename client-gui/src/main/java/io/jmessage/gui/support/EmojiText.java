package io.jmessage.gui.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * Text in which emoji name the font that comes with the window: JavaFX cannot draw colour fonts,
 * yet takes one where the desktop has it, and then shows blanks.
 */
public final class EmojiText {
  /** Given to every piece that is emoji; theme.css gives it the font. */
  static final String EMOJI_CLASS = "emoji";

  private static final double ANY_SIZE = 14;

  private EmojiText() {}

  /** Makes the emoji font known to JavaFX. Once, before anything is shown. */
  public static void loadFont() {
    try (InputStream font =
        Objects.requireNonNull(EmojiText.class.getResourceAsStream("NotoEmoji-Regular.ttf"))) {
      Font.loadFont(font, ANY_SIZE);
    } catch (IOException failure) {
      throw new UncheckedIOException("The window's own font cannot be read.", failure);
    }
  }

  /**
   * The text as nodes for a {@link javafx.scene.text.TextFlow}.
   *
   * @param openLink opens a web address that was clicked
   */
  public static List<Node> nodes(String text, String styleClass, Consumer<String> openLink) {
    return Links.of(text).stream()
        .flatMap(
            part ->
                part.link()
                    ? Stream.of(link(part.text(), styleClass, openLink))
                    : TextRuns.of(part.text()).stream().map(run -> node(run, styleClass)))
        .toList();
  }

  private static Node link(String address, String styleClass, Consumer<String> openLink) {
    Text node = new Text(address);
    node.getStyleClass().addAll(styleClass, "link-text");
    node.setAccessibleRole(AccessibleRole.HYPERLINK);
    node.setAccessibleText("Link " + address);
    node.setOnMouseClicked(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY) {
            openLink.accept(address);
            event.consume();
          }
        });
    return node;
  }

  private static Node node(TextRuns.Run run, String styleClass) {
    Text node = new Text(run.text());
    node.getStyleClass().add(styleClass);
    if (run.emoji()) {
      node.getStyleClass().add(EMOJI_CLASS);
    }
    return node;
  }
}
