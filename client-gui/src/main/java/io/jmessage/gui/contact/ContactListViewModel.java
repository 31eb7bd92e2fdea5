package io.jmessage.gui.contact;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.gui.support.Answers;
import io.jmessage.gui.support.Drafts;
import io.jmessage.gui.support.PlainText;
import io.jmessage.gui.support.UiListener;
import io.jmessage.gui.support.ViewModel;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * All other people, those one talked to last first, with what is unread. Follows the cluster live
 * and asks it anew whenever a connection is back. UI thread only.
 */
public final class ContactListViewModel implements ViewModel, ChatListener {
  private static final Comparator<Contact> LAST_SPOKEN_FIRST =
      Comparator.comparing(
              (Contact contact) -> contact.lastTime().orElse(Instant.MIN),
              Comparator.reverseOrder())
          .thenComparing(Contact::plainName)
          .thenComparing(Contact::name);

  private final ChatClient client;
  private final Executor ui;
  private final Drafts drafts;
  private final String self;

  private final Map<String, Contact> byName = new HashMap<>();
  private final ObservableList<Contact> shown = FXCollections.observableArrayList();
  private final ObservableList<Contact> shownReadOnly =
      FXCollections.unmodifiableObservableList(shown);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable Contact> selected = new SimpleObjectProperty<>();
  private final ReadOnlyLongWrapper unread = new ReadOnlyLongWrapper();
  private final ReadOnlyStringWrapper emptyText = new ReadOnlyStringWrapper("");

  private Runnable detach = () -> {};
  private boolean active;
  private boolean loaded;

  /**
   * @param self who is logged in, and is not in the list
   */
  public ContactListViewModel(ChatClient client, Executor ui, Drafts drafts, String self) {
    this.client = client;
    this.ui = ui;
    this.drafts = drafts;
    this.self = self;
    filter.addListener((property, old, now) -> arrange());
  }

  @Override
  public void activate() {
    active = true;
    takeConversations(client.localHistory().conversations());
    // Hears of the connection at once, and loads then.
    detach = UiListener.attach(client, ui, this);
  }

  @Override
  public void deactivate() {
    active = false;
    detach.run();
    selected.set(null);
    byName.clear();
    arrange();
  }

  @Override
  public void onConnection(ConnectionState state) {
    if (state.status() == ConnectionState.Status.CONNECTED) {
      refresh();
    }
  }

  @Override
  public void onMessage(ChatMessage message) {
    change(message.peerOf(self), contact -> contact.message(message));
  }

  @Override
  public void onConversation(Conversation conversation) {
    change(conversation.with(), contact -> contact.conversation(conversation));
  }

  @Override
  public void onPresence(Person person) {
    boolean isNew = !byName.containsKey(person.username());
    if (!person.username().equals(self)) {
      Contact contact = contact(person.username());
      contact.deleted(false);
      contact.online(person.online());
      if (isNew) {
        arrange();
      }
    }
  }

  @Override
  public void onAccountDeleted(String username) {
    Contact contact = byName.get(username);
    if (contact != null) {
      contact.deleted(true);
      forgetIfNothingSaid(contact);
      arrange();
    }
  }

  /** Selects the first one that the filter leaves. */
  public void selectFirst() {
    if (!shown.isEmpty()) {
      selected.set(shown.get(0));
    }
  }

  /** Selects somebody by name; nothing happens if they are not known. */
  public void select(String name) {
    Contact contact = byName.get(name);
    if (contact != null) {
      selected.set(contact);
    }
  }

  /** Selects the one below (or above, if negative), as far as there is one. */
  public void selectNext(int step) {
    if (!shown.isEmpty()) {
      int next = shown.indexOf(selected.get()) + step;
      selected.set(shown.get(Math.max(0, Math.min(shown.size() - 1, next))));
    }
  }

  /** Says that everything up to here has been read at this window. */
  public void read(Contact contact, long sequence) {
    contact.read(sequence);
    countUnread();
  }

  private void refresh() {
    // A failure needs no action: the next connection asks again, and the events go on coming.
    Answers.deliver(client.people(), ui, this::take, this::ignore);
    Answers.deliver(client.conversations(), ui, this::takeConversations, this::ignore);
  }

  private void ignore(ChatClientException failure) {
    arrange();
  }

  private void take(List<Person> people) {
    if (!active) {
      return;
    }
    loaded = true;
    Set<String> names = new HashSet<>();
    for (Person person : people) {
      names.add(person.username());
      if (!person.username().equals(self)) {
        contact(person.username()).deleted(false);
        contact(person.username()).online(person.online());
      }
    }
    for (Contact contact : List.copyOf(byName.values())) {
      if (!names.contains(contact.name())) {
        contact.deleted(true);
        forgetIfNothingSaid(contact);
      }
    }
    arrange();
  }

  private void takeConversations(List<Conversation> conversations) {
    if (active) {
      for (Conversation conversation : conversations) {
        if (!conversation.with().equals(self)) {
          contact(conversation.with()).conversation(conversation);
        }
      }
      arrange();
    }
  }

  private void forgetIfNothingSaid(Contact contact) {
    if (contact.lastTime().isEmpty() && contact != selected.get()) {
      byName.remove(contact.name());
    }
  }

  private void change(String name, Consumer<Contact> change) {
    if (!name.equals(self)) {
      change.accept(contact(name));
      arrange();
    }
  }

  private Contact contact(String name) {
    return byName.computeIfAbsent(name, this::meet);
  }

  private Contact meet(String name) {
    Contact contact = new Contact(name);
    contact.draft(drafts.of(name));
    return contact;
  }

  /** Those whose names hold a text, the likeliest first; without a text all, the open one last. */
  List<Contact> find(String text) {
    String wanted = PlainText.of(text);
    Contact open = wanted.isEmpty() ? selected.get() : null;
    return byName.values().stream()
        .filter(contact -> contact.plainName().contains(wanted))
        .sorted(
            Comparator.comparing((Contact contact) -> contact == open)
                .thenComparing(contact -> likelihood(contact.plainName(), wanted))
                .thenComparing(LAST_SPOKEN_FIRST))
        .toList();
  }

  /** 0: begins so; 1: a word of it does; 2: holds it elsewhere. */
  private static int likelihood(String name, String wanted) {
    if (name.startsWith(wanted)) {
      return 0;
    }
    return name.contains(" " + wanted) ? 1 : 2;
  }

  private void arrange() {
    String wanted = PlainText.of(filter.get());
    List<Contact> next =
        byName.values().stream()
            .filter(contact -> contact.plainName().contains(wanted))
            .sorted(LAST_SPOKEN_FIRST)
            .toList();
    if (!next.equals(shown)) {
      shown.setAll(next);
    }
    countUnread();
    emptyText.set(explainEmpty());
  }

  private void countUnread() {
    unread.set(byName.values().stream().mapToLong(contact -> contact.unreadProperty().get()).sum());
  }

  private String explainEmpty() {
    if (!loaded) {
      return "Waiting for a server…";
    }
    return byName.isEmpty()
        ? "Nobody else is here yet.\nPeople appear as soon as they sign up."
        : "No name contains “" + filter.get().strip() + "”.";
  }

  /** Those that the filter leaves, in order. */
  public ObservableList<Contact> contacts() {
    return shownReadOnly;
  }

  /** Part of a name. */
  public StringProperty filterProperty() {
    return filter;
  }

  /** Whose conversation is open. */
  public ObjectProperty<@Nullable Contact> selectedProperty() {
    return selected;
  }

  /** Unread messages of all conversations. */
  public ReadOnlyLongProperty unreadProperty() {
    return unread.getReadOnlyProperty();
  }

  /** Why the list is empty, when it is. */
  public ReadOnlyStringProperty emptyTextProperty() {
    return emptyText.getReadOnlyProperty();
  }
}
