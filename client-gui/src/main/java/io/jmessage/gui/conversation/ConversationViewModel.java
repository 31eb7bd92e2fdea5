package io.jmessage.gui.conversation;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.support.Answers;
import io.jmessage.gui.support.Explanation;
import io.jmessage.gui.support.Times;
import io.jmessage.gui.support.UiListener;
import io.jmessage.gui.support.ViewModel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
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
  private final Clock clock;
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
   * @param readUpTo told the sequence that has been read here
   */
  public ConversationViewModel(
      ChatClient client,
      Executor ui,
      Clock clock,
      String self,
      Contact contact,
      LongConsumer readUpTo) {
    this.client = client;
    this.ui = ui;
    this.clock = clock;
    this.contact = contact;
    this.readUpTo = readUpTo;
    this.timeline = new Timeline(self, new Times(clock));
    visible.addListener((property, old, now) -> seen());
    atEnd.addListener((property, old, now) -> seen());
    draft.addListener((property, old, now) -> notice.set(""));
  }

  @Override
  public void activate() {
    active = true;
    markedRead = contact.readSequence();
    contact.conversationProperty().addListener(marks);
    takeMarks(contact.conversationProperty().get());
    // Listens before it asks, so that no message falls between the two.
    detach = UiListener.attach(client, ui, this);
    loadEnd();
  }

  @Override
  public void deactivate() {
    active = false;
    detach.run();
    contact.conversationProperty().removeListener(marks);
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
    draft.set("");
    timeline.markUnread(0);
    newBelow.set(0);
    atEnd.set(true);
    send(text);
  }

  /** Sends a message that failed once more, as a new one. */
  public void sendAgain(MessageRow row) {
    timeline.discard(row);
    send(row.text());
  }

  /** Takes a message that failed off the screen. */
  public void discard(MessageRow row) {
    timeline.discard(row);
  }

  /** Loads the page above, unless that is under way or there is none. */
  public void loadOlder() {
    if (loading.get() || !hasOlder.get() || timeline.oldestSequence() <= 1) {
      return;
    }
    load(timeline.oldestSequence());
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

  private void send(String text) {
    MessageRow row = timeline.addWaiting(text, clock.instant());
    Answers.deliver(
        client.send(contact.name(), text),
        ui,
        receipt -> {
          timeline.acknowledge(row, receipt);
          update();
        },
        failure -> timeline.fail(row, explainUnsent(failure)));
  }

  private static String explainUnsent(ChatClientException failure) {
    return failure.reason() == Reason.TIMED_OUT
        ? "No server answered in time; it may have been sent all the same."
        : "Not sent. " + Explanation.of(failure);
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

  /** What the writer should know; empty: nothing. */
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }
}
