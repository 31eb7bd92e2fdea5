package io.jmessage.gui;

import io.jmessage.client.ChatClient;
import io.jmessage.gui.shell.ChatWindow;
import io.jmessage.gui.shell.MainViewModel;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.SystemTheme;
import io.jmessage.gui.support.Theme;
import io.jmessage.gui.support.UiExecutor;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** Puts the parts together: the only class that names the client's implementation. */
public final class ChatApplication extends Application {
  private final GuiCommand options = new GuiCommand(() -> {});
  private boolean dark;
  private @Nullable ChatClient client;

  /** Off the UI thread: reads the options, asks the desktop for its theme, makes the client. */
  @Override
  public void init() {
    var unused =
        GuiMain.commandLine(options).parseArgs(getParameters().getRaw().toArray(new String[0]));
    dark =
        options.theme() == Theme.DARK || (options.theme() == Theme.SYSTEM && SystemTheme.isDark());
    client = openClient(options.addresses());
  }

  @Override
  public void start(Stage stage) {
    if (client == null) {
      throw new IllegalStateException("init() has not run");
    }
    Clock clock = Clock.system(ZoneId.systemDefault());
    MainViewModel model = new MainViewModel(client, new UiExecutor(), clock, options.title());
    new ChatWindow(stage, model, new Appearance(dark), clock).open();
  }

  /** The window was closed. */
  @Override
  public void stop() {
    if (client != null) {
      client.close();
    }
  }

  private static ChatClient openClient(List<String> addresses) {
    throw new UnsupportedOperationException("No client yet for " + addresses);
  }
}
