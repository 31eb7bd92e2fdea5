package io.jmessage.gui.shell;

import io.jmessage.client.ChatClient;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.gui.account.AccountViewModel;
import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.contact.ContactListViewModel;
import io.jmessage.gui.conversation.ConversationViewModel;
import io.jmessage.gui.support.Drafts;
import io.jmessage.gui.support.Times;
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
  private final AccountViewModel account;
  private final Drafts drafts;
  private final Desk desk;

  private final Map<String, ConversationViewModel> opened = new HashMap<>();
  private final ReadOnlyObjectWrapper<@Nullable ConversationViewModel> conversation =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty inFront = new SimpleBooleanProperty();

  SessionViewModel(ChatClient client, Executor ui, Clock clock, Desk desk, String self) {
    this.client = client;
    this.ui = ui;
    this.clock = clock;
    this.desk = desk;
    this.self = self;
    this.drafts = new Drafts(desk.kept(), self);
    this.contacts = new ContactListViewModel(client, ui, drafts, self);
    this.account = new AccountViewModel(client, ui, new Times(clock));
    contacts.selectedProperty().addListener((property, old, now) -> show(now));
    inFront.addListener((property, old, now) -> tellVisible());
  }

  @Override
  public void activate() {
    contacts.activate();
    account.activate();
  }

  @Override
  public void deactivate() {
    contacts.deactivate();
    account.deactivate();
    opened.values().forEach(ConversationViewModel::deactivate);
    opened.clear();
  }

  /** Goes back to no conversation. */
  public void closeConversation() {
    contacts.selectedProperty().set(null);
  }

  /** Texts that are not stored yet, also of conversations that were not opened. */
  int waiting() {
    return (int)
        client.outbox().lines().stream()
            .filter(line -> !(line.state() instanceof DeliveryState.Failed))
            .count();
  }

  /** The message's conversation is on the screen of a window in front. */
  boolean sees(ChatMessage message) {
    Contact chosen = contacts.selectedProperty().get();
    return inFront.get() && chosen != null && chosen.name().equals(message.peerOf(self));
  }

  /** Opens the conversation with somebody in the list. */
  public void open(String name) {
    contacts.select(name);
  }

  /** Forgets what was begun to write. */
  void forgetDrafts() {
    drafts.forget();
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
        client,
        ui,
        clock,
        self,
        contact,
        drafts,
        desk.browser(),
        sequence -> contacts.read(contact, sequence));
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

  /** Its sessions and its password. */
  public AccountViewModel account() {
    return account;
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
