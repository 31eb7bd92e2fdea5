package io.jmessage.gui.conversation;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.support.Avatar;
import io.jmessage.gui.support.EmojiLabel;
import io.jmessage.gui.support.Icons;
import io.jmessage.gui.support.Times;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableBooleanValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * One conversation: with whom, the messages, the field to write in. Made anew for each one opened.
 */
public final class ConversationView extends VBox {
  private static final double AVATAR_SIZE = 38;
  private static final PseudoClass TYPING = PseudoClass.getPseudoClass("typing");

  private final ConversationViewModel model;
  private final TimelineView timeline;
  private final ComposerView composer;
  private final Avatar avatar = new Avatar(AVATAR_SIZE);

  /**
   * @param backShown whether there is a way back to the list to offer
   * @param back goes there
   */
  public ConversationView(
      ConversationViewModel model, Times times, ObservableBooleanValue backShown, Runnable back) {
    this.model = model;
    this.timeline = new TimelineView(model, times);
    this.composer = new ComposerView(model);
    getStyleClass().add("conversation");
    StackPane messages = new StackPane(timeline, emptyText(), loadingSign(), newMessagesButton());
    VBox.setVgrow(messages, Priority.ALWAYS);
    addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    getChildren().addAll(header(backShown, back), clearedBar(), messages, composer);
  }

  /** Scrolls the messages also while the cursor is in the field. */
  private void onKey(KeyEvent event) {
    if (event.getCode() == KeyCode.PAGE_UP || event.getCode() == KeyCode.PAGE_DOWN) {
      timeline.scrollByPage(event.getCode() == KeyCode.PAGE_UP ? -1 : 1);
    } else if (event.getCode() == KeyCode.END && event.isShortcutDown()) {
      model.atEndProperty().set(true);
    } else {
      return;
    }
    event.consume();
  }

  /** Puts the cursor into the field to write in. */
  public void focusField() {
    composer.focusField();
  }

  /** Follows the conversation no longer. */
  public void release() {
    timeline.release();
    avatar.release();
  }

  private Node header(ObservableBooleanValue backShown, Runnable back) {
    Contact contact = model.contact();
    avatar.show(contact.name(), contact.onlineProperty());
    EmojiLabel name = new EmojiLabel("conversation-name");
    name.setText(contact.name());
    Label presence = new Label();
    presence.getStyleClass().add("conversation-presence");
    presence
        .textProperty()
        .bind(
            Bindings.when(contact.deletedProperty())
                .then("Account deleted")
                .otherwise(
                    Bindings.when(model.peerTypingProperty())
                        .then("Writing…")
                        .otherwise(presence(contact))));
    model
        .peerTypingProperty()
        .addListener((property, old, now) -> presence.pseudoClassStateChanged(TYPING, now));
    VBox who = new VBox(1, name, presence);
    who.setAlignment(Pos.CENTER_LEFT);
    who.setMinWidth(0);
    HBox.setHgrow(who, Priority.ALWAYS);
    HBox header = new HBox(12, backButton(backShown, back), avatar, who, clearButton());
    header.getStyleClass().add("conversation-header");
    return header;
  }

  private static StringBinding presence(Contact contact) {
    return Bindings.when(contact.onlineProperty()).then("Online").otherwise("Offline");
  }

  private static Button backButton(ObservableBooleanValue shown, Runnable back) {
    Button button = Icons.button(Feather.ARROW_LEFT, "Back to the list (Esc)", back);
    button.setId("back");
    button.visibleProperty().bind(shown);
    button.managedProperty().bind(shown);
    return button;
  }

  private Button clearButton() {
    Button clear = new Button("Clear");
    clear.setId("clear");
    clear.getStyleClass().add(Styles.FLAT);
    clear.setMinWidth(USE_PREF_SIZE);
    clear.setTooltip(new Tooltip("Clear this screen; the messages stay on the servers"));
    clear.setAccessibleText("Clear this screen");
    clear.setOnAction(event -> model.clear());
    clear.disableProperty().bind(Bindings.isEmpty(model.rows()));
    return clear;
  }

  private Node clearedBar() {
    Label text = new Label("Earlier messages are cleared from this screen.");
    text.getStyleClass().add(Styles.TEXT_MUTED);
    Hyperlink show = new Hyperlink("Show them");
    show.setId("show-cleared");
    show.setOnAction(event -> model.showCleared());
    HBox bar = new HBox(4, text, show);
    bar.getStyleClass().add("cleared-bar");
    bar.visibleProperty().bind(model.clearedProperty());
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private Node emptyText() {
    Label text = new Label("No messages yet.\nSay hello to " + model.contact().name() + ".");
    text.getStyleClass().add("empty-text");
    text.setMouseTransparent(true);
    BooleanBinding empty = Bindings.isEmpty(model.rows());
    text.visibleProperty()
        .bind(empty.and(model.clearedProperty().or(model.loadingProperty()).not()));
    return text;
  }

  private Node loadingSign() {
    ProgressIndicator sign = new ProgressIndicator();
    sign.setPrefSize(24, 24);
    sign.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    sign.setMouseTransparent(true);
    sign.getStyleClass().add("loading-sign");
    sign.visibleProperty().bind(model.loadingProperty());
    StackPane.setAlignment(sign, Pos.TOP_CENTER);
    return sign;
  }

  private Node newMessagesButton() {
    Button button = new Button(null, Icons.of(Feather.CHEVRON_DOWN));
    button.setId("new-messages");
    button.getStyleClass().add("new-messages");
    button
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> newMessages(model.newBelowProperty().get()), model.newBelowProperty()));
    button.accessibleTextProperty().bind(button.textProperty());
    button.setOnAction(event -> model.atEndProperty().set(true));
    button.visibleProperty().bind(model.atEndProperty().not());
    button.managedProperty().bind(button.visibleProperty());
    StackPane.setAlignment(button, Pos.BOTTOM_CENTER);
    return button;
  }

  private static String newMessages(int count) {
    return switch (count) {
      case 0 -> "To the newest";
      case 1 -> "1 new message";
      default -> count + " new messages";
    };
  }
}
