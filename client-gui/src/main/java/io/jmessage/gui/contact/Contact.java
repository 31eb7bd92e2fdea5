package io.jmessage.gui.contact;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.gui.support.PlainText;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * One other person, and how the conversation with them stands. There is one object per person while
 * one is logged in. UI thread only.
 */
public final class Contact {
  private final String name;
  private final String plainName;
  private final ReadOnlyBooleanWrapper online = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper deleted = new ReadOnlyBooleanWrapper();
  private final ReadOnlyLongWrapper unread = new ReadOnlyLongWrapper();
  private final ReadOnlyObjectWrapper<@Nullable ChatMessage> lastMessage =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Conversation> conversation =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper draft = new ReadOnlyStringWrapper("");
  private long lastSequence;
  private long readSequence;

  Contact(String name) {
    this.name = name;
    this.plainName = PlainText.of(name);
  }

  /** Takes over what the cluster counts, unless it is older than what was heard since. */
  void conversation(Conversation told) {
    deleted.set(told.peerDeleted());
    conversation.set(told);
    if (told.lastSequence() < lastSequence) {
      return;
    }
    lastSequence = told.lastSequence();
    told.lastMessage().ifPresent(lastMessage::set);
    if (told.readSequence() >= readSequence) {
      readSequence = told.readSequence();
      unread.set(told.unread());
    }
  }

  /** Counts a message, unless the cluster's count already holds it. */
  void message(ChatMessage message) {
    if (message.sequence() <= lastSequence) {
      return;
    }
    lastSequence = message.sequence();
    lastMessage.set(message);
    if (message.from().equals(name) && message.sequence() > readSequence) {
      unread.set(unread.get() + 1);
    }
  }

  /** Says that everything up to here has been read at this window. */
  public void read(long sequence) {
    readSequence = Math.max(readSequence, sequence);
    if (readSequence >= lastSequence) {
      unread.set(0);
    }
  }

  /** What is begun to be written to this person; empty: nothing. */
  public void draft(String text) {
    draft.set(text);
  }

  void online(boolean now) {
    online.set(now && !deleted.get());
  }

  void deleted(boolean now) {
    deleted.set(now);
    online.set(online.get() && !now);
  }

  /** When something was last said; empty: never. */
  Optional<Instant> lastTime() {
    return Optional.ofNullable(lastMessage.get()).map(ChatMessage::time);
  }

  public String name() {
    return name;
  }

  /** As {@link PlainText} makes it, to be searched and sorted by. */
  String plainName() {
    return plainName;
  }

  /** Number of the newest message; 0: none. */
  public long lastSequence() {
    return lastSequence;
  }

  /** Up to which this person at the window has read. */
  public long readSequence() {
    return readSequence;
  }

  public ReadOnlyBooleanProperty onlineProperty() {
    return online.getReadOnlyProperty();
  }

  /** The account is gone; what it wrote is not. */
  public ReadOnlyBooleanProperty deletedProperty() {
    return deleted.getReadOnlyProperty();
  }

  public ReadOnlyLongProperty unreadProperty() {
    return unread.getReadOnlyProperty();
  }

  /** As the cluster told it last, with the other one's marks; null: never. */
  public ReadOnlyObjectProperty<@Nullable Conversation> conversationProperty() {
    return conversation.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable ChatMessage> lastMessageProperty() {
    return lastMessage.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty draftProperty() {
    return draft.getReadOnlyProperty();
  }
}
