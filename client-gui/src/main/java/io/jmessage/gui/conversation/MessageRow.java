package io.jmessage.gui.conversation;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * A message on the screen. One object from the moment it is written, while it waits, to when it is
 * read, so that it does not flicker on the way. UI thread only.
 */
public final class MessageRow implements TimelineRow {
  private final String id;
  private final boolean own;
  private final String text;
  private final ReadOnlyObjectWrapper<MessageFacts> facts;

  /**
   * @param id of the line that it was sent as from this machine; empty: it was not
   */
  MessageRow(String id, boolean own, String text, MessageFacts facts) {
    this.id = id;
    this.own = own;
    this.text = text;
    this.facts = new ReadOnlyObjectWrapper<>(facts);
  }

  String id() {
    return id;
  }

  /** Written by the one who is logged in. */
  public boolean own() {
    return own;
  }

  public String text() {
    return text;
  }

  public MessageFacts facts() {
    return facts.get();
  }

  public ReadOnlyObjectProperty<MessageFacts> factsProperty() {
    return facts.getReadOnlyProperty();
  }

  void facts(MessageFacts now) {
    facts.set(now);
  }
}
