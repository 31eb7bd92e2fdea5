package io.jmessage.gui;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClients;
import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.gui.login.ServersView;
import io.jmessage.gui.login.ServersViewModel;
import io.jmessage.gui.shell.ChatWindow;
import io.jmessage.gui.shell.Desk;
import io.jmessage.gui.shell.MainViewModel;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.DataPlace;
import io.jmessage.gui.support.DesktopNotices;
import io.jmessage.gui.support.KeptValues;
import io.jmessage.gui.support.SystemTheme;
import io.jmessage.gui.support.UiExecutor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together: the only class that names the client's implementation. */
public final class ChatApplication extends Application {
  private static final Logger LOG = LoggerFactory.getLogger(ChatApplication.class);

  /** A person at the window waits longer for an answer than a program would; they can cancel. */
  private static final Duration REQUEST_DEADLINE = Duration.ofHours(24);

  /** After that the window shows a notice itself: still in time to be of use. */
  private static final Duration NOTICE_PATIENCE = Duration.ofSeconds(3);

  private static final String CLIENT_NAME = "window";
  private static final String SERVERS = "servers";
  private static final long THEME_SECONDS = 5;

  private final GuiCommand options = new GuiCommand(() -> {});
  private final UiExecutor ui = new UiExecutor();
  private final ScheduledExecutorService desktop =
      Executors.newSingleThreadScheduledExecutor(ChatApplication::desktopThread);
  private Optional<DesktopNotices> notices = Optional.empty();
  private boolean systemDark;
  private List<ServerAddress> servers = List.of();
  private @Nullable DataPlace place;
  private @Nullable KeptValues kept;
  private @Nullable ChatClient client;

  /**
   * Off the UI thread: reads the options and what is remembered, asks the desktop for its theme.
   */
  @Override
  public void init() {
    var unused =
        GuiMain.commandLine(options).parseArgs(getParameters().getRaw().toArray(new String[0]));
    DataPlace opened = DataPlace.open(options.dataDirectory());
    place = opened;
    kept = opened.values();
    systemDark = SystemTheme.isDark();
    if (System.getProperty("os.name", "").contains("Linux")) {
      String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
      notices = DesktopNotices.on(path, NOTICE_PATIENCE);
    }
    servers = options.servers();
    if (servers.isEmpty()) {
      servers = ChatClients.knownServers(opened.directory());
    }
  }

  @Override
  public void start(Stage stage) {
    KeptValues values = kept;
    DataPlace opened = place;
    if (values == null || opened == null) {
      throw new IllegalStateException("init() has not run");
    }
    // A bug must not take the window away in the middle of a conversation.
    Thread.currentThread()
        .setUncaughtExceptionHandler((thread, failure) -> LOG.error("bug in the window", failure));
    Appearance appearance = new Appearance(values, options.theme(), systemDark);
    followDesktop(appearance);
    if (servers.isEmpty()) {
      askForServers(stage, appearance, values, opened);
    } else {
      open(stage, appearance, values, opened);
    }
  }

  private void askForServers(
      Stage stage, Appearance appearance, KeptValues values, DataPlace opened) {
    ServersViewModel model =
        new ServersViewModel(
            chosen -> {
              servers = chosen;
              values.put(
                  SERVERS,
                  chosen.stream().map(ServerAddress::toString).collect(Collectors.joining(" ")));
              open(stage, appearance, values, opened);
            });
    // Until a server has answered, what was written the last time is only a proposal.
    model.addressesProperty().set(values.get(SERVERS).orElse(""));
    Scene scene = new Scene(new ServersView(model), 520, 560);
    appearance.style(scene);
    stage.setTitle(options.title());
    stage.setScene(scene);
    stage.show();
  }

  private void open(Stage stage, Appearance appearance, KeptValues values, DataPlace opened) {
    ChatClient begun =
        ChatClients.open(
            ChatClientConfig.of(servers)
                .withRequestDeadline(REQUEST_DEADLINE)
                .withDataDirectory(opened.directory())
                .withClientName(CLIENT_NAME));
    client = begun;
    Clock clock = Clock.system(ZoneId.systemDefault());
    MainViewModel model =
        new MainViewModel(
            begun,
            ui,
            clock,
            new Desk(
                values,
                address -> getHostServices().showDocument(address),
                notices,
                options.demoKillFile().map(file -> () -> askToKill(file))),
            options.title());
    ChatWindow window = new ChatWindow(stage, model, appearance, values, clock);
    window.open();
    if (opened.first()) {
      model.resume();
    }
  }

  /** The demo that started this window looks for the file. */
  private static void askToKill(Path file) {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException askedAlready) {
      LOG.debug("the demo has not looked yet", askedAlready);
    } catch (IOException e) {
      LOG.warn("the demo cannot be told to kill the master", e);
    }
  }

  private void followDesktop(Appearance appearance) {
    var unused =
        desktop.scheduleWithFixedDelay(
            () -> {
              boolean dark = SystemTheme.isDark();
              ui.execute(() -> appearance.system(dark));
            },
            THEME_SECONDS,
            THEME_SECONDS,
            TimeUnit.SECONDS);
  }

  private static Thread desktopThread(Runnable task) {
    Thread thread = new Thread(task, "desktop-theme");
    thread.setDaemon(true);
    return thread;
  }

  /** The window is gone. The session stays open, and what waits stays on the disk. */
  @Override
  public void stop() {
    desktop.shutdownNow();
    notices.ifPresent(DesktopNotices::close);
    if (client != null) {
      client.close();
    }
    if (kept != null) {
      kept.close();
    }
    if (place != null) {
      place.close();
    }
  }
}
