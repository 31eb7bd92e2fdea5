package io.jmessage.gui.conversation;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.support.Answers;
import io.jmessage.gui.support.Drafts;
import io.jmessage.gui.support.Explanation;
import io.jmessage.gui.support.Times;
import io.jmessage.gui.support.UiListener;
import io.jmessage.gui.support.ViewModel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with one person. It lives as long as one is logged in, so that the draft, what
 * waits to be sent and what was cleared are still so after looking at another conversation. UI
 * thread only.
 */
public final class ConversationViewModel implements ViewModel, ChatListener {
  static final int PAGE = 50;

  /** Kept while the end of the conversation is on the screen; scrolling up loads more. */
  static final int MESSAGES_MAX = 500;

  private static final int TEXT_BYTES_MAX = 64 * 1024;

  private final ChatClient client;
  private final Executor ui;
  private final Drafts drafts;
  private final Consumer<String> browser;
  private final Contact contact;
  private final LongConsumer readUpTo;
  private final Timeline timeline;

  private final StringProperty draft = new SimpleStringProperty("");
  private final BooleanProperty visible = new SimpleBooleanProperty();
  private final BooleanProperty atEnd = new SimpleBooleanProperty(true);
  private final ReadOnlyIntegerWrapper newBelow = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper hasOlder = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper cleared = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper peerTyping = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable MessageRow> editing = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");

  private final ChangeListener<@Nullable Conversation> marks =
      (property, old, now) -> takeMarks(now);
  private Runnable detach = () -> {};
  private boolean active;
  private boolean endLoaded;

  /** The newest page is to be loaded after the one that is on its way. */
  private boolean endWanted;

  private long markedRead;

  /**
   * @param browser shows a web address
   * @param readUpTo told the sequence that has been read here
   */
  public ConversationViewModel(
      ChatClient client,
      Executor ui,
      Clock clock,
      String self,
      Contact contact,
      Drafts drafts,
      Consumer<String> browser,
      LongConsumer readUpTo) {
    this.client = client;
    this.ui = ui;
    this.drafts = drafts;
    this.browser = browser;
    this.contact = contact;
    this.readUpTo = readUpTo;
    this.timeline = new Timeline(self, new Times(clock));
    visible.addListener((property, old, now) -> seen());
    atEnd.addListener((property, old, now) -> seen());
    draft.set(drafts.of(contact.name()));
    draft.addListener((property, old, now) -> written(now));
  }

  @Override
  public void activate() {
    active = true;
    markedRead = contact.readSequence();
    contact.conversationProperty().addListener(marks);
    takeMarks(contact.conversationProperty().get());
    // Listens before it asks, so that no message falls between the two.
    detach = UiListener.attach(client, ui, this);
    timeline.add(withoutHole(client.localHistory().history(contact.name(), 0, PAGE)));
    client.outbox().lines().stream().filter(this::isHere).forEach(timeline::outgoing);
    update();
    loadEnd();
  }

  @Override
  public void deactivate() {
    active = false;
    detach.run();
    contact.conversationProperty().removeListener(marks);
    // Off the screen; on the disk it stays.
    draft.set("");
  }

  /** The conversation is no longer looked at. */
  public void leave() {
    visible.set(false);
    atEnd.set(true);
    timeline.markUnread(0);
    timeline.trim(MESSAGES_MAX);
    update();
  }

  /** The conversation is looked at again. */
  public void enter() {
    if (contact.unreadProperty().get() > 0) {
      timeline.markUnread(contact.readSequence());
    }
  }

  @Override
  public void onMessage(ChatMessage message) {
    boolean withContact =
        message.from().equals(contact.name()) || message.to().equals(contact.name());
    if (!withContact) {
      return;
    }
    boolean isNew = message.sequence() > timeline.newestSequence();
    timeline.add(List.of(message));
    if (isNew && message.from().equals(contact.name()) && !atEnd.get()) {
      newBelow.set(newBelow.get() + 1);
    }
    if (atEnd.get()) {
      timeline.trim(MESSAGES_MAX);
    }
    update();
    seen();
  }

  @Override
  public void onOutgoing(OutgoingMessage line) {
    if (isHere(line)) {
      timeline.outgoing(line);
      update();
    }
  }

  @Override
  public void onTyping(String username, boolean typing) {
    if (username.equals(contact.name())) {
      peerTyping.set(typing);
    }
  }

  @Override
  public void onConnection(ConnectionState state) {
    if (state.status() == ConnectionState.Status.CONNECTED) {
      if (!endLoaded) {
        loadEnd();
      }
      seen();
    }
  }

  /** Sends the draft. A blank one is left alone; one that is too long stays, with a notice. */
  public void send() {
    String text = draft.get().strip();
    if (text.isEmpty()) {
      return;
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > TEXT_BYTES_MAX) {
      notice.set(
          String.format(
              Locale.ROOT,
              "This message is too long (%d KiB of at most %d). Please send it in parts.",
              (bytes + 1023) / 1024,
              TEXT_BYTES_MAX / 1024));
      return;
    }
    if (!hand(text)) {
      return;
    }
    draft.set("");
    timeline.markUnread(0);
    newBelow.set(0);
    atEnd.set(true);
  }

  /** Sends a message that failed once more, after those that wait. */
  public void sendAgain(MessageRow row) {
    client.outbox().retry(row.id());
  }

  /** Puts the text of a message that failed where one writes; sending it replaces the message. */
  public void edit(MessageRow row) {
    editing.set(row);
    draft.set(row.text());
  }

  /** Leaves the message that failed as it is. */
  public void stopEditing() {
    editing.set(null);
    draft.set("");
  }

  /** Gives a message up that waits or has failed; one that is on its way just now stays. */
  public void discard(MessageRow row) {
    if (client.outbox().discard(row.id())) {
      timeline.discard(row);
      if (editing.get() == row) {
        stopEditing();
      }
    }
  }

  /** Shows a web page in the desktop's browser. */
  public void openLink(String address) {
    browser.accept(address);
  }

  /** Loads the page above, unless that is under way or there is none. */
  public void loadOlder() {
    if (!hasOlder.get() || timeline.oldestSequence() <= 1) {
      return;
    }
    List<ChatMessage> here =
        client.localHistory().history(contact.name(), timeline.oldestSequence(), PAGE);
    List<ChatMessage> next = withoutHole(here);
    if (!next.isEmpty() && next.get(next.size() - 1).sequence() == timeline.oldestSequence() - 1) {
      timeline.add(next);
      update();
    } else if (!loading.get()) {
      load(timeline.oldestSequence());
    }
  }

  /**
   * Takes what is shown off this screen, here only. New messages appear; old ones when asked for.
   */
  public void clear() {
    timeline.clear(contact.lastSequence());
    newBelow.set(0);
    atEnd.set(true);
    update();
    seen();
  }

  /** Brings back what was cleared. */
  public void showCleared() {
    timeline.undoClear();
    update();
    loadEnd();
  }

  /** Texts that are not acknowledged yet. */
  public int waiting() {
    return timeline.waiting();
  }

  private void takeMarks(@Nullable Conversation conversation) {
    if (conversation != null) {
      timeline.marks(conversation.peerReceivedSequence(), conversation.peerReadSequence());
    }
  }

  private boolean isHere(OutgoingMessage line) {
    return line.to().equals(contact.name());
  }

  /** The newest ones down to the first that is missing. */
  private static List<ChatMessage> withoutHole(List<ChatMessage> messages) {
    int first = messages.size();
    while (first > 0
        && (first == messages.size()
            || messages.get(first - 1).sequence() == messages.get(first).sequence() - 1)) {
      first--;
    }
    return messages.subList(first, messages.size());
  }

  /** When this returns true, the text is on this machine's disk. */
  private boolean hand(String text) {
    MessageRow edited = editing.get();
    try {
      Optional<OutgoingMessage> line =
          edited == null ? Optional.empty() : client.outbox().edit(edited.id(), text);
      if (edited != null) {
        timeline.discard(edited);
        editing.set(null);
      }
      show(line.isPresent() ? line.get() : client.outbox().queue(contact.name(), text));
      return true;
    } catch (ChatClientException failure) {
      notice.set("Not taken. " + Explanation.of(failure));
      return false;
    }
  }

  private void show(OutgoingMessage line) {
    // What has become of it meanwhile may have been told already.
    if (!timeline.knows(line.id())) {
      timeline.outgoing(line);
    }
  }

  private void written(String text) {
    notice.set("");
    if (active) {
      drafts.keep(contact.name(), text);
      contact.draft(text);
      client.typing(contact.name(), !text.isBlank());
    }
  }

  private void loadEnd() {
    endWanted = loading.get();
    if (!endWanted) {
      load(0);
    }
  }

  private void load(long beforeSequence) {
    loading.set(true);
    Answers.deliver(
        client.history(contact.name(), beforeSequence, PAGE),
        ui,
        page -> loaded(beforeSequence, page),
        this::notLoaded);
  }

  private void loaded(long beforeSequence, List<ChatMessage> page) {
    loading.set(false);
    if (!active) {
      return;
    }
    endLoaded |= beforeSequence == 0;
    if (!page.isEmpty() && page.get(0).sequence() > timeline.newestSequence() + 1) {
      timeline.forgetStored();
    }
    timeline.add(page);
    update();
    seen();
    loadEndIfWanted();
  }

  private void loadEndIfWanted() {
    if (endWanted) {
      loadEnd();
    }
  }

  private void notLoaded(ChatClientException failure) {
    loading.set(false);
    // Without a server the banner says so, and the next connection loads again.
    if (active && failure.reason() != Reason.TIMED_OUT) {
      notice.set("Older messages could not be loaded. " + Explanation.of(failure));
    }
    loadEndIfWanted();
  }

  private void update() {
    cleared.set(timeline.cleared());
    hasOlder.set(!timeline.cleared() && timeline.oldestSequence() > 1);
  }

  /** Tells the cluster what has been read: what the end of the list shows in a window in front. */
  private void seen() {
    if (!active || !visible.get() || !atEnd.get()) {
      return;
    }
    newBelow.set(0);
    long newest =
        Math.max(timeline.newestSequence(), timeline.cleared() ? contact.lastSequence() : 0);
    readUpTo.accept(newest);
    if (newest > markedRead) {
      markRead(newest);
    }
  }

  private void markRead(long sequence) {
    long before = markedRead;
    markedRead = sequence;
    Answers.deliver(
        client.markRead(contact.name(), sequence),
        ui,
        done -> {},
        // The next look at the conversation tells it again.
        failure -> markedRead = markedRead == sequence ? before : markedRead);
  }

  public Contact contact() {
    return contact;
  }

  /** What the conversation shows, oldest first. */
  public ObservableList<TimelineRow> rows() {
    return timeline.rows();
  }

  /** What is being written. */
  public StringProperty draftProperty() {
    return draft;
  }

  /** The window is in front and shows this conversation; the view says so. */
  public BooleanProperty visibleProperty() {
    return visible;
  }

  /** The newest message is on the screen, and the view is to stay there; the view says so. */
  public BooleanProperty atEndProperty() {
    return atEnd;
  }

  /** Messages that came while older ones were being looked at. */
  public ReadOnlyIntegerProperty newBelowProperty() {
    return newBelow.getReadOnlyProperty();
  }

  /** There are messages above the ones shown. */
  public ReadOnlyBooleanProperty hasOlderProperty() {
    return hasOlder.getReadOnlyProperty();
  }

  /** A page is on its way. */
  public ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** Older messages were cleared off the screen. */
  public ReadOnlyBooleanProperty clearedProperty() {
    return cleared.getReadOnlyProperty();
  }

  /** The other one writes just now. */
  public ReadOnlyBooleanProperty peerTypingProperty() {
    return peerTyping.getReadOnlyProperty();
  }

  /** The message that failed and is being written anew; null: none. */
  public ReadOnlyObjectProperty<@Nullable MessageRow> editingProperty() {
    return editing.getReadOnlyProperty();
  }

  /** What the writer should know; empty: nothing. */
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }
}
