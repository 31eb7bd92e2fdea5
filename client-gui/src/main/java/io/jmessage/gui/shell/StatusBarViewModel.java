package io.jmessage.gui.shell;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ClusterMember;
import io.jmessage.gui.shell.Banner.Tone;
import io.jmessage.gui.support.UiListener;
import io.jmessage.gui.support.ViewModel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Which server answers, how many more may fail, and what happens while none answers. The view calls
 * {@link #tick} about once a second, since some texts depend on how long something lasts. UI thread
 * only.
 */
public final class StatusBarViewModel implements ViewModel, ChatListener {
  /** A connection that takes no longer than this is not worth a word. */
  private static final Duration QUIET_AT_START = Duration.ofMillis(900);

  /** A fail-over takes about two seconds; after this something else is wrong. */
  private static final Duration USUAL_FAIL_OVER = Duration.ofSeconds(6);

  private static final Duration GOOD_NEWS = Duration.ofSeconds(8);

  /** How safe the connection is, for the colour of the dot. */
  public enum Health {
    /** More servers may fail. */
    SAFE,
    /** Works, but no further server may fail. */
    LAST_SERVER,
    /** No server answers. */
    DISCONNECTED
  }

  private final ChatClient client;
  private final Executor ui;
  private final Clock clock;

  private final ReadOnlyObjectWrapper<Banner> banner = new ReadOnlyObjectWrapper<>(Banner.NONE);
  private final ReadOnlyObjectWrapper<Health> health =
      new ReadOnlyObjectWrapper<>(Health.DISCONNECTED);
  private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("Connecting…");
  private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper("");

  private Runnable detach = () -> {};
  private @Nullable ConnectionState state;
  private @Nullable String lostServer;
  private boolean banneredBefore;
  private Instant goodNewsUntil = Instant.MIN;
  private String goodNews = "";
  private boolean loggedIn;

  StatusBarViewModel(ChatClient client, Executor ui, Clock clock) {
    this.client = client;
    this.ui = ui;
    this.clock = clock;
  }

  @Override
  public void activate() {
    detach = UiListener.attach(client, ui, this);
  }

  @Override
  public void deactivate() {
    detach.run();
  }

  @Override
  public void onConnection(ConnectionState now) {
    if (now.status() == Status.LOOKING_FOR_MASTER && isConnected()) {
      lostServer = shortName(now);
    }
    boolean back = now.status() == Status.CONNECTED && !isConnected() && state != null;
    state = now;
    if (back) {
      welcomeBack(now);
    }
    tick();
  }

  /** Looks at the clock and updates the texts. */
  public void tick() {
    ConnectionState now = state;
    if (now == null) {
      return;
    }
    line.set(lineOf(now));
    detail.set(detailOf(now));
    health.set(healthOf(now));
    banner.set(bannerOf(now));
    banneredBefore |= banner.get().tone() == Tone.CALM;
  }

  /** Tries all servers now. */
  public void retry() {
    client.retryNow();
  }

  /** Whether there is somebody whose messages the texts may speak of. */
  void loggedIn(boolean now) {
    loggedIn = now;
    tick();
  }

  private boolean isConnected() {
    return state != null && state.status() == Status.CONNECTED;
  }

  private void welcomeBack(ConnectionState now) {
    if (lostServer != null) {
      String again = shortName(now).equals(lostServer) ? " again" : "";
      goodNews = "Connected to " + shortName(now) + again + " — nothing was lost";
      goodNewsUntil = clock.instant().plus(GOOD_NEWS);
    } else if (banneredBefore) {
      goodNews = "Connected to " + shortName(now);
      goodNewsUntil = clock.instant().plus(GOOD_NEWS);
    }
    lostServer = null;
    banneredBefore = false;
  }

  private Banner bannerOf(ConnectionState now) {
    return switch (now.status()) {
      case CONNECTED ->
          clock.instant().isBefore(goodNewsUntil)
              ? new Banner(Tone.GOOD, goodNews, sentence(spare(now)).strip(), false)
              : Banner.NONE;
      case CONNECTING -> connecting(now);
      case LOOKING_FOR_MASTER -> lookingForMaster(now);
      case CLOSED -> Banner.NONE;
    };
  }

  private Banner connecting(ConnectionState now) {
    if (lasting(now).compareTo(QUIET_AT_START) < 0) {
      return Banner.NONE;
    }
    return new Banner(
        Tone.CALM,
        "No server answers yet. Still trying…",
        sentence(now.reason()) + "This window works as soon as a server is there.",
        true);
  }

  private Banner lookingForMaster(ConnectionState now) {
    String promise =
        loggedIn
            ? "Messages you send now will go out by themselves."
            : "You can log in as soon as it is found.";
    if (lasting(now).compareTo(USUAL_FAIL_OVER) < 0) {
      return new Banner(
          Tone.CALM,
          capital(shortName(now)) + " is gone; looking for the new master…",
          promise,
          false);
    }
    return new Banner(
        Tone.CALM,
        "No server has answered for " + length(lasting(now)) + ". Still trying…",
        sentence(now.reason()) + promise,
        true);
  }

  private String lineOf(ConnectionState now) {
    return switch (now.status()) {
      case CONNECTED -> join(capital(shortName(now)), spare(now));
      case CONNECTING -> "Connecting…";
      case LOOKING_FOR_MASTER -> "Looking for the master…";
      case CLOSED -> "Closed";
    };
  }

  private static Health healthOf(ConnectionState now) {
    if (now.status() != Status.CONNECTED) {
      return Health.DISCONNECTED;
    }
    return now.members().isEmpty() || now.faultsSurvivable() > 0 ? Health.SAFE : Health.LAST_SERVER;
  }

  private static String spare(ConnectionState now) {
    if (now.members().isEmpty()) {
      return "";
    }
    return switch (now.faultsSurvivable()) {
      case 0 -> "no further server may fail";
      case 1 -> "1 more server may fail";
      default -> now.faultsSurvivable() + " more servers may fail";
    };
  }

  private static String detailOf(ConnectionState now) {
    String members =
        now.members().stream().map(StatusBarViewModel::describe).collect(Collectors.joining("\n"));
    String server = now.server().map(StatusBarViewModel::capital).orElse("No server yet");
    return members.isEmpty() ? server : members;
  }

  private static String describe(ClusterMember member) {
    return "Server "
        + member.id()
        + "  "
        + member.clientAddress()
        + (member.master() ? "  master" : member.inSync() ? "  in sync" : "  catching up");
  }

  /** {@code server 1} of {@code server 1 (host:2625)}. */
  private static String shortName(ConnectionState now) {
    String server = now.server().orElse("the server");
    int address = server.indexOf(" (");
    return address < 0 ? server : server.substring(0, address);
  }

  private Duration lasting(ConnectionState now) {
    return Duration.between(now.since(), clock.instant());
  }

  private static String length(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120 ? seconds + " seconds" : seconds / 60 + " minutes";
  }

  private static String sentence(String text) {
    if (text.isBlank()) {
      return "";
    }
    String plain = capital(text.strip());
    return plain + (plain.endsWith(".") || plain.endsWith("…") ? " " : ". ");
  }

  private static String capital(String text) {
    return text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String join(String first, String second) {
    return second.isEmpty() ? first : first + " · " + second;
  }

  /** What runs across the window just now. */
  public ReadOnlyObjectProperty<Banner> bannerProperty() {
    return banner.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Health> healthProperty() {
    return health.getReadOnlyProperty();
  }

  /** Which server, and how many more may fail. */
  public ReadOnlyStringProperty lineProperty() {
    return line.getReadOnlyProperty();
  }

  /** All servers, for a tooltip. */
  public ReadOnlyStringProperty detailProperty() {
    return detail.getReadOnlyProperty();
  }
}
