package io.jmessage.gui.contact;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.gui.support.Avatar;
import io.jmessage.gui.support.EmojiLabel;
import io.jmessage.gui.support.Times;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A person in the list: who, the last line and when, and how much is unread. */
final class ContactCell extends ListCell<Contact> {
  private static final double AVATAR_SIZE = 44;

  private static final PseudoClass DRAFT = PseudoClass.getPseudoClass("draft");

  private final Times times;
  private final Avatar avatar = new Avatar(AVATAR_SIZE);
  private final EmojiLabel name = new EmojiLabel("contact-name");
  private final Label time = new Label();
  private final EmojiLabel lastLine = new EmojiLabel("contact-line");
  private final Label badge = new Label();
  private final HBox content;
  private final InvalidationListener refresh = observable -> refresh();
  private @Nullable Contact shown;

  ContactCell(Times times) {
    this.times = times;
    getStyleClass().add("contact-cell");
    time.getStyleClass().add("contact-time");
    time.setMinWidth(USE_PREF_SIZE);
    badge.getStyleClass().add("badge");
    badge.setMinWidth(USE_PREF_SIZE);
    badge.managedProperty().bind(badge.visibleProperty());
    VBox text = new VBox(3, row(name, time), row(lastLine, badge));
    text.setAlignment(Pos.CENTER_LEFT);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    content = new HBox(12, avatar, text);
    content.setAlignment(Pos.CENTER_LEFT);
    // The list decides on the width; a long line ends in dots.
    setPrefWidth(0);
    selectedProperty().addListener(refresh);
  }

  private static HBox row(EmojiLabel left, Label right) {
    HBox.setHgrow(left, Priority.ALWAYS);
    HBox row = new HBox(8, left, right);
    row.setAlignment(Pos.CENTER_LEFT);
    row.setMinHeight(20);
    return row;
  }

  @Override
  protected void updateItem(@Nullable Contact contact, boolean empty) {
    super.updateItem(contact, empty);
    Contact next = empty ? null : contact;
    if (next == shown) {
      refresh();
      return;
    }
    follow(next);
    setGraphic(next == null ? null : content);
    refresh();
  }

  private void follow(@Nullable Contact next) {
    Contact before = shown;
    if (before != null) {
      facts(before).forEach(fact -> fact.removeListener(refresh));
      avatar.release();
    }
    shown = next;
    if (next != null) {
      facts(next).forEach(fact -> fact.addListener(refresh));
      avatar.show(next.name(), next.onlineProperty());
    }
  }

  private static List<Observable> facts(Contact contact) {
    return List.of(
        contact.lastMessageProperty(),
        contact.unreadProperty(),
        contact.deletedProperty(),
        contact.onlineProperty(),
        contact.draftProperty());
  }

  private void refresh() {
    Contact contact = shown;
    if (contact == null) {
      setAccessibleText("");
      return;
    }
    long unread = contact.unreadProperty().get();
    name.setText(contact.name());
    time.setText(contact.lastTime().map(times::brief).orElse(""));
    lastLine.setText(lastLine(contact));
    // The draft of the open conversation is to be seen where it is written.
    pseudoClassStateChanged(DRAFT, showsDraft(contact));
    badge.setText(Long.toString(unread));
    badge.setVisible(unread > 0);
    setAccessibleText(spoken(contact));
  }

  private boolean showsDraft(Contact contact) {
    return !isSelected() && !contact.draftProperty().get().isBlank();
  }

  private String lastLine(Contact contact) {
    if (showsDraft(contact)) {
      return "Draft: " + contact.draftProperty().get();
    }
    if (contact.deletedProperty().get()) {
      return "Account deleted";
    }
    ChatMessage last = contact.lastMessageProperty().get();
    if (last == null) {
      return contact.onlineProperty().get() ? "Online" : "No messages yet";
    }
    return last.from().equals(contact.name()) ? last.text() : "You: " + last.text();
  }

  /** Who, what is new, the last line and when. */
  private String spoken(Contact contact) {
    String presence = contact.onlineProperty().get() ? ", online" : ", offline";
    long unread = contact.unreadProperty().get();
    return contact.name()
        + presence
        + (unread > 0 ? ", " + unread + " unread" : "")
        + ". "
        + lastLine(contact)
        + contact.lastTime().map(time -> ", " + times.brief(time)).orElse("");
  }
}
