package io.jmessage.gui;

import java.util.logging.LogManager;
import javafx.application.Application;
import picocli.CommandLine;

/**
 * Starts the window. Not an {@link Application} itself: JavaFX would refuse to start one from a jar
 * that holds everything.
 */
public final class GuiMain {

  private GuiMain() {}

  /** Runs until the window is closed, then ends the process. */
  public static void main(String[] arguments) {
    // JavaFX complains of the class path, gRPC of servers that are away: the banner tells of those.
    LogManager.getLogManager().reset();
    GuiCommand command = new GuiCommand(() -> Application.launch(ChatApplication.class, arguments));
    System.exit(commandLine(command).execute(arguments));
  }

  static CommandLine commandLine(GuiCommand command) {
    return new CommandLine(command)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
