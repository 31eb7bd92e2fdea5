package io.jmessage.gui.shell;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * Something that is done only after the person at the window said so; for what cannot be undone
 * they type a word. UI thread only.
 */
public final class Question {
  private final String title;
  private final String text;
  private final String yes;
  private final String wordToType;
  private final Runnable action;

  private final StringProperty typed = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper answerable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /**
   * @param yes what the button says
   * @param wordToType has to be typed first; empty: nothing
   */
  Question(String title, String text, String yes, String wordToType, Runnable action) {
    this.title = title;
    this.text = text;
    this.yes = yes;
    this.wordToType = wordToType;
    this.action = action;
    answerable.bind(typed.isEqualTo(wordToType).and(busy.not()));
  }

  /** Does it, if the word has been typed. */
  public void confirm() {
    if (answerable.get()) {
      problem.set("");
      action.run();
    }
  }

  void waitForAnswer() {
    busy.set(true);
  }

  void failed(String why) {
    busy.set(false);
    problem.set(why);
  }

  public String title() {
    return title;
  }

  public String text() {
    return text;
  }

  public String yes() {
    return yes;
  }

  public String wordToType() {
    return wordToType;
  }

  public StringProperty typedProperty() {
    return typed;
  }

  /** The button may be pressed. */
  public ReadOnlyBooleanProperty answerableProperty() {
    return answerable.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** Why it could not be done; empty: nothing failed. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
