package io.jmessage.gui.contact;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Goes to a person by part of the name. What is chosen on the way opens nothing, and so reads
 * nothing; only {@link #go} does. Made anew each time. UI thread only.
 */
public final class SwitcherViewModel {
  private final ContactListViewModel people;
  private final StringProperty wanted = new SimpleStringProperty("");
  private final ObservableList<Contact> found = FXCollections.observableArrayList();
  private final ObservableList<Contact> foundReadOnly =
      FXCollections.unmodifiableObservableList(found);
  private final ReadOnlyObjectWrapper<@Nullable Contact> chosen = new ReadOnlyObjectWrapper<>();

  public SwitcherViewModel(ContactListViewModel people) {
    this.people = people;
    wanted.addListener((property, old, now) -> search());
    search();
  }

  private void search() {
    found.setAll(people.find(wanted.get()));
    chosen.set(found.isEmpty() ? null : found.get(0));
  }

  /** Chooses one that many below (or above, if negative), as far as there is one. */
  public void move(int step) {
    if (!found.isEmpty()) {
      int next = found.indexOf(chosen.get()) + step;
      chosen.set(found.get(Math.max(0, Math.min(found.size() - 1, next))));
    }
  }

  /** Chooses somebody who was found. */
  public void choose(Contact contact) {
    if (found.contains(contact)) {
      chosen.set(contact);
    }
  }

  /** Opens the conversation with the chosen one. False: nobody was found. */
  public boolean go() {
    Contact contact = chosen.get();
    if (contact == null) {
      return false;
    }
    people.select(contact.name());
    return true;
  }

  /** Part of a name. */
  public StringProperty wantedProperty() {
    return wanted;
  }

  /** The likeliest first. */
  public ObservableList<Contact> found() {
    return foundReadOnly;
  }

  public ReadOnlyObjectProperty<@Nullable Contact> chosenProperty() {
    return chosen.getReadOnlyProperty();
  }
}
