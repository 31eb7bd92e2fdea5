package io.jmessage.gui.shell;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.gui.support.KeptValues;
import io.jmessage.gui.support.TextRuns;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * Says that a message has come which its reader does not see: none while the window is in front
 * with that conversation, none under do-not-disturb. UI thread only.
 */
public final class NotificationsViewModel {
  private static final int CLUSTERS_MAX = 160;

  private final BooleanProperty doNotDisturb = new SimpleBooleanProperty();
  private final BooleanProperty sound = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable Notice> latest = new ReadOnlyObjectWrapper<>();

  /**
   * What to tell.
   *
   * @param count messages since the window was in front
   */
  public record Notice(String from, String text, int count) {}

  NotificationsViewModel(KeptValues kept) {
    doNotDisturb.set(kept.get("do-not-disturb").isPresent());
    sound.set(kept.get("silent").isEmpty());
    doNotDisturb.addListener(
        (property, old, now) -> {
          kept.put("do-not-disturb", now ? "yes" : "");
          if (now) {
            seen();
          }
        });
    sound.addListener((property, old, now) -> kept.put("silent", now ? "" : "yes"));
  }

  void arrived(ChatMessage message) {
    if (!doNotDisturb.get()) {
      Notice before = latest.get();
      String text = TextRuns.shorten(message.text().strip().replaceAll("\\s+", " "), CLUSTERS_MAX);
      latest.set(new Notice(message.from(), text, before == null ? 1 : before.count() + 1));
    }
  }

  /** The window is in front: there is nothing to tell any more. */
  public void seen() {
    latest.set(null);
  }

  /** What to show now; null: nothing. */
  public ReadOnlyObjectProperty<@Nullable Notice> latestProperty() {
    return latest.getReadOnlyProperty();
  }

  public BooleanProperty doNotDisturbProperty() {
    return doNotDisturb;
  }

  /** Whether a notice is also heard. */
  public BooleanProperty soundProperty() {
    return sound;
  }
}
