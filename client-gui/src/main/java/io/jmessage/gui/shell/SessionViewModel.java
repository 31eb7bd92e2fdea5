package io.jmessage.gui.shell;

import io.jmessage.client.ChatClient;
import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.contact.ContactListViewModel;
import io.jmessage.gui.conversation.ConversationViewModel;
import io.jmessage.gui.support.ViewModel;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is while somebody is logged in: the people, the conversations that were opened,
 * and the one on the screen. It goes as a whole at log-out. UI thread only.
 */
public final class SessionViewModel implements ViewModel {
  private final ChatClient client;
  private final Executor ui;
  private final Clock clock;
  private final String self;
  private final ContactListViewModel contacts;

  private final Map<String, ConversationViewModel> opened = new HashMap<>();
  private final ReadOnlyObjectWrapper<@Nullable ConversationViewModel> conversation =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty inFront = new SimpleBooleanProperty();

  SessionViewModel(ChatClient client, Executor ui, Clock clock, String self) {
    this.client = client;
    this.ui = ui;
    this.clock = clock;
    this.self = self;
    this.contacts = new ContactListViewModel(client, ui, self);
    contacts.selectedProperty().addListener((property, old, now) -> show(now));
    inFront.addListener((property, old, now) -> tellVisible());
  }

  @Override
  public void activate() {
    contacts.activate();
  }

  @Override
  public void deactivate() {
    contacts.deactivate();
    opened.values().forEach(ConversationViewModel::deactivate);
    opened.clear();
  }

  /** Goes back to no conversation. */
  public void closeConversation() {
    contacts.selectedProperty().set(null);
  }

  /** Texts of all conversations that are not acknowledged yet. */
  int waiting() {
    return opened.values().stream().mapToInt(ConversationViewModel::waiting).sum();
  }

  private void show(@Nullable Contact contact) {
    ConversationViewModel before = conversation.get();
    if (before != null) {
      before.leave();
    }
    conversation.set(contact == null ? null : open(contact));
    tellVisible();
  }

  private ConversationViewModel open(Contact contact) {
    ConversationViewModel known = opened.get(contact.name());
    if (known == null || known.contact() != contact) {
      known = create(contact);
      opened.put(contact.name(), known);
      known.activate();
    }
    known.enter();
    return known;
  }

  private ConversationViewModel create(Contact contact) {
    return new ConversationViewModel(
        client, ui, clock, self, contact, sequence -> contacts.read(contact, sequence));
  }

  private void tellVisible() {
    ConversationViewModel shown = conversation.get();
    if (shown != null) {
      shown.visibleProperty().set(inFront.get());
    }
  }

  /** Who is logged in. */
  public String self() {
    return self;
  }

  public ContactListViewModel contacts() {
    return contacts;
  }

  /** The one on the screen; null: none. */
  public ReadOnlyObjectProperty<@Nullable ConversationViewModel> conversationProperty() {
    return conversation.getReadOnlyProperty();
  }

  /** The window is the one that its user looks at; the view says so. */
  public BooleanProperty inFrontProperty() {
    return inFront;
  }
}
