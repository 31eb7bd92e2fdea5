package io.jmessage.gui.preview;

import io.jmessage.gui.conversation.ConversationViewModel;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.shell.ChatWindow;
import io.jmessage.gui.shell.Desk;
import io.jmessage.gui.shell.MainViewModel;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.KeptValues;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ScrollEvent.HorizontalTextScrollUnits;
import javafx.scene.input.ScrollEvent.VerticalTextScrollUnits;
import javafx.stage.Stage;

/**
 * Scrolls 2,000 people and a conversation of 50,000 messages, one notch of the wheel a frame, and
 * prints what each frame took and how much memory is used. Not a test: the figures are the
 * machine's. Needs no display.
 */
public final class ScrollMeasure extends Application {
  private static final int PEOPLE = 2_000;
  private static final int MESSAGES = 50_000;
  private static final int FRAMES_TO_SETTLE = 60;
  private static final int FRAMES = 600;
  private static final double NOTCH = 120;
  private static final double LINES_OF_A_NOTCH = 3;

  private final ManualClock clock = new ManualClock();
  private final FakeCluster cluster = FakeCluster.ofThree(clock);
  private MainViewModel model;
  private Stage stage;

  /** Launches it; a main class that is no Application starts from the class path. */
  public static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      Application.launch(ScrollMeasure.class, arguments);
      System.exit(0);
    }
  }

  @Override
  public void start(Stage primary) {
    stage = primary;
    fill();
    FakeChatClient client = cluster.newClient();
    KeptValues kept = KeptValues.inMemory();
    Desk desk = new Desk(kept, link -> {}, Optional.empty(), Optional.empty());
    model = new MainViewModel(client, Runnable::run, clock, desk, "Jmessage");
    new ChatWindow(stage, model, new Appearance(false), kept, clock).open();
    model.login().usernameProperty().set("alice");
    model.login().passwordProperty().set("secret");
    model.login().submit();
    report("at the start", memory());
    frames(FRAMES_TO_SETTLE, () -> {}, unused -> scrollPeople());
  }

  private void fill() {
    String[] names = new String[PEOPLE];
    for (int i = 0; i < PEOPLE; i++) {
      names[i] = "person-" + i;
    }
    cluster.createAccounts("alice");
    cluster.createAccounts(names);
    for (int i = 1; i <= MESSAGES; i++) {
      boolean own = i % 3 == 0;
      String text = "Message " + i + (i % 5 == 0 ? ", with a few words more than the others" : "");
      String whole = i % 11 == 0 ? text + " and a second line\nand a third 😀" : text;
      cluster.putSilently(
          own ? "alice" : "person-0", own ? "person-0" : "alice", whole, clock.instant());
    }
  }

  private void scrollPeople() {
    ListView<?> list = (ListView<?>) stage.getScene().lookup("#contacts");
    frames(
        FRAMES,
        () -> wheel(list, -NOTCH),
        figures -> {
          report(list.getItems().size() + " people", figures);
          openConversation();
        });
  }

  private void openConversation() {
    model.sessionProperty().get().open("person-0");
    frames(FRAMES_TO_SETTLE, () -> {}, unused -> scrollMessages());
  }

  private void scrollMessages() {
    ListView<?> list = (ListView<?>) stage.getScene().lookup(".timeline");
    frames(
        FRAMES,
        () -> wheel(list, NOTCH),
        figures -> {
          report("a conversation, loading pages", figures);
          loadAll();
        });
  }

  private void loadAll() {
    ConversationViewModel conversation = model.sessionProperty().get().conversationProperty().get();
    long start = System.nanoTime();
    while (conversation.hasOlderProperty().get()) {
      conversation.loadOlder();
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    report("loading the rest of its pages", millis + " ms");
    ListView<?> list = (ListView<?>) stage.getScene().lookup(".timeline");
    int[] from = {0};
    frames(
        FRAMES_TO_SETTLE,
        () -> {},
        unused -> {
          from[0] = topOf(list);
          frames(
              FRAMES,
              () -> wheel(list, -NOTCH),
              figures -> {
                report(list.getItems().size() + " rows at once", figures);
                report("passed", topOf(list) - from[0] + " rows");
                report("at the end", memory());
                Platform.exit();
              });
        });
  }

  private static int topOf(ListView<?> list) {
    return ((VirtualFlow<?>) list.lookup(".virtual-flow")).getFirstVisibleCell().getIndex();
  }

  private interface Done {
    void accept(String figures);
  }

  /** From the start of a frame to the end of its layout; what the drawing thread does is beside. */
  private void frames(int count, Runnable each, Done done) {
    long[] work = new long[count];
    long[] begun = new long[count + 1];
    int[] frame = {0};
    Runnable laidOut =
        () -> {
          if (frame[0] > 0 && work[frame[0] - 1] == 0) {
            work[frame[0] - 1] = System.nanoTime() - begun[frame[0] - 1];
          }
        };
    stage.getScene().addPostLayoutPulseListener(laidOut);
    new AnimationTimer() {
      @Override
      public void handle(long now) {
        Platform.requestNextPulse();
        begun[frame[0]] = System.nanoTime();
        if (frame[0] == count) {
          stop();
          stage.getScene().removePostLayoutPulseListener(laidOut);
          done.accept(figures(work, begun));
          return;
        }
        frame[0]++;
        each.run();
      }
    }.start();
  }

  private static String figures(long[] work, long[] begun) {
    long[] between = new long[work.length];
    for (int i = 0; i < work.length; i++) {
      between[i] = begun[i + 1] - begun[i];
    }
    return "work " + spread(work) + "; from frame to frame " + spread(between);
  }

  private static String spread(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6,
        sorted[sorted.length - 1] / 1e6);
  }

  private static String memory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / (1 << 20) + " MiB of heap in use";
  }

  private static void report(String what, String figures) {
    System.out.printf("%-32s %s%n", what, figures);
  }

  private static void wheel(Node list, double pixels) {
    Node cell = list.lookup(".list-cell");
    Event.fireEvent(
        cell,
        new ScrollEvent(
            ScrollEvent.SCROLL,
            0,
            0,
            0,
            0,
            false,
            false,
            false,
            false,
            false,
            false,
            0,
            pixels,
            0,
            pixels,
            HorizontalTextScrollUnits.NONE,
            0,
            VerticalTextScrollUnits.LINES,
            Math.signum(pixels) * LINES_OF_A_NOTCH,
            0,
            null));
  }
}
