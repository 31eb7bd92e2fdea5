package io.jmessage.gui.conversation;

import io.jmessage.gui.support.Icons;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;

/** The field to write in, which grows with its text. Enter sends, Shift+Enter breaks the line. */
final class ComposerView extends VBox {
  private static final double HEIGHT_MIN = 40;
  private static final double HEIGHT_MAX = 150;

  /** What the text area's padding and border take from its height and width. */
  private static final double FRAME_HEIGHT = 22;

  private static final double FRAME_WIDTH = 34;

  private final ConversationViewModel model;
  private final TextArea field = new TextArea();
  private final Text measure = new Text();

  ComposerView(ConversationViewModel model) {
    this.model = model;
    getStyleClass().add("composer");
    buildField();
    Button send = sendButton();
    HBox.setHgrow(field, Priority.ALWAYS);
    EmojiButton emoji = new EmojiButton(this::insert);
    HBox row = new HBox(8, emoji, field, send);
    row.setAlignment(Pos.BOTTOM_CENTER);
    getChildren().addAll(editingBar(), notice(), row);
    disableProperty().bind(model.contact().deletedProperty());
  }

  void focusField() {
    field.requestFocus();
    field.positionCaret(field.getLength());
  }

  private void insert(String emoji) {
    field.replaceSelection(emoji);
    field.requestFocus();
  }

  private void buildField() {
    field.setId("message-field");
    field.setWrapText(true);
    field
        .promptTextProperty()
        .bind(
            Bindings.when(model.contact().deletedProperty())
                .then("This account was deleted")
                .otherwise("Message " + model.contact().name()));
    field.setAccessibleText("Message to " + model.contact().name());
    field.textProperty().bindBidirectional(model.draftProperty());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    measure.getStyleClass().add("composer-measure");
    measure.fontProperty().bind(field.fontProperty());
    field.textProperty().addListener((property, old, now) -> grow());
    field.widthProperty().addListener((property, old, now) -> grow());
    field.setMinHeight(HEIGHT_MIN);
    field.setPrefRowCount(1);
    field.setPrefHeight(HEIGHT_MIN);
    field.setMaxHeight(HEIGHT_MAX);
    grow();
  }

  private void onKey(KeyEvent event) {
    if (event.getCode() != KeyCode.ENTER) {
      return;
    }
    if (event.isShiftDown()) {
      field.replaceSelection("\n");
    } else if (!event.isControlDown() && !event.isAltDown() && !event.isMetaDown()) {
      model.send();
    }
    event.consume();
  }

  private void grow() {
    // A trailing line break needs something on its line to count.
    measure.setText(field.getText().endsWith("\n") ? field.getText() + " " : field.getText());
    measure.setWrappingWidth(Math.max(0, field.getWidth() - FRAME_WIDTH));
    double wanted = measure.getLayoutBounds().getHeight() + FRAME_HEIGHT;
    field.setPrefHeight(Math.ceil(Math.max(HEIGHT_MIN, Math.min(HEIGHT_MAX, wanted))));
  }

  private Button sendButton() {
    Button send = new Button(null, Icons.of(Feather.SEND));
    send.setId("send");
    send.getStyleClass().add("send-button");
    send.setAccessibleText("Send");
    send.setTooltip(new Tooltip("Send (Enter)"));
    send.setOnAction(event -> model.send());
    send.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> model.draftProperty().get().isBlank(), model.draftProperty()));
    return send;
  }

  private Node editingBar() {
    Label text = new Label("Editing a message that was not sent");
    Hyperlink stop = new Hyperlink("Leave it");
    stop.setId("stop-editing");
    stop.setOnAction(event -> model.stopEditing());
    HBox bar = new HBox(4, text, stop);
    bar.getStyleClass().add("editing-bar");
    bar.visibleProperty().bind(model.editingProperty().isNotNull());
    bar.managedProperty().bind(bar.visibleProperty());
    model
        .editingProperty()
        .addListener(
            (property, old, now) -> {
              if (now != null) {
                focusField();
              }
            });
    return bar;
  }

  private Node notice() {
    Label notice = new Label();
    notice.getStyleClass().add("composer-notice");
    notice.setWrapText(true);
    notice.textProperty().bind(model.noticeProperty());
    notice.visibleProperty().bind(model.noticeProperty().isNotEmpty());
    notice.managedProperty().bind(notice.visibleProperty());
    return notice;
  }
}
