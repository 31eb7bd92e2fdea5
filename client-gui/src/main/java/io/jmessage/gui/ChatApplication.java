package io.jmessage.gui;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClients;
import io.jmessage.gui.shell.ChatWindow;
import io.jmessage.gui.shell.MainViewModel;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.SystemTheme;
import io.jmessage.gui.support.Theme;
import io.jmessage.gui.support.UiExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together: the only class that names the client's implementation. */
public final class ChatApplication extends Application {
  private static final Logger LOG = LoggerFactory.getLogger(ChatApplication.class);

  /** The window promises that what waits goes out by itself; a day is longer than any outage. */
  private static final Duration REQUEST_DEADLINE = Duration.ofHours(24);

  private static final Duration LOG_OUT_LIMIT = Duration.ofSeconds(2);

  private final GuiCommand options = new GuiCommand(() -> {});
  private boolean dark;
  private @Nullable ChatClient client;

  /** Off the UI thread: reads the options, asks the desktop for its theme, opens the client. */
  @Override
  public void init() {
    var unused =
        GuiMain.commandLine(options).parseArgs(getParameters().getRaw().toArray(new String[0]));
    dark =
        options.theme() == Theme.DARK || (options.theme() == Theme.SYSTEM && SystemTheme.isDark());
    ChatClientConfig config =
        ChatClientConfig.of(options.servers()).withRequestDeadline(REQUEST_DEADLINE);
    client = ChatClients.open(config);
  }

  @Override
  public void start(Stage stage) {
    if (client == null) {
      throw new IllegalStateException("init() has not run");
    }
    // A bug must not take the window away in the middle of a conversation.
    Thread.currentThread()
        .setUncaughtExceptionHandler((thread, failure) -> LOG.error("bug in the window", failure));
    Clock clock = Clock.system(ZoneId.systemDefault());
    MainViewModel model = new MainViewModel(client, new UiExecutor(), clock, options.title());
    new ChatWindow(stage, model, new Appearance(dark), clock).open();
  }

  /** The window is gone; nobody waits at it while the session is ended and the client closed. */
  @Override
  public void stop() {
    if (client != null) {
      logOut(client);
      client.close();
    }
  }

  /** The session would stay for ever; but who leaves does not wait long for that. */
  private static void logOut(ChatClient client) {
    if (client.username().isEmpty()) {
      return;
    }
    try {
      client.logOut().get(LOG_OUT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the session stays until its owner ends it", e);
    }
  }
}
