package io.jmessage.gui.shell;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.gui.support.Answers;
import io.jmessage.gui.support.DesktopNotices;
import io.jmessage.gui.support.KeptValues;
import io.jmessage.gui.support.TextRuns;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * Says that a message has come which its reader does not see: none while the window is in front
 * with that conversation, none under do-not-disturb. The desktop shows it, if it can; else the
 * window does. UI thread only.
 */
public final class NotificationsViewModel {
  private static final int CLUSTERS_MAX = 160;

  private final BooleanProperty doNotDisturb = new SimpleBooleanProperty();
  private final BooleanProperty sound = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable Notice> latest = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Notice> toast = new ReadOnlyObjectWrapper<>();
  private final Optional<DesktopNotices> desktop;
  private final Executor ui;

  /**
   * What to tell.
   *
   * @param count messages since the window was in front
   */
  public record Notice(String from, String text, int count) {}

  NotificationsViewModel(Desk desk, Executor ui) {
    this.desktop = desk.notices();
    this.ui = ui;
    KeptValues kept = desk.kept();
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
      Notice notice = new Notice(message.from(), text, before == null ? 1 : before.count() + 1);
      latest.set(notice);
      show(notice);
    }
  }

  private void show(Notice notice) {
    if (desktop.isEmpty()) {
      toast.set(notice);
      return;
    }
    String more = notice.count() > 1 ? " (" + notice.count() + " new messages)" : "";
    Answers.deliver(
        desktop.get().show(notice.from() + more, notice.text()),
        ui,
        shown -> {
          if (!shown && notice.equals(latest.get())) {
            toast.set(notice);
          }
        },
        failure -> {});
  }

  /** The window is in front: there is nothing to tell any more. */
  public void seen() {
    latest.set(null);
    toast.set(null);
  }

  /** What the window itself has to show now; null: nothing, or the desktop does. */
  public ReadOnlyObjectProperty<@Nullable Notice> toastProperty() {
    return toast.getReadOnlyProperty();
  }

  /** What there is to tell now, whoever shows it; null: nothing. */
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
