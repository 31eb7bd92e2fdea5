package io.jmessage.gui;

import javafx.application.Application;
import picocli.CommandLine;

/**
 * Starts the window. Not an {@link Application} itself: JavaFX would refuse to start one from a jar
 * that holds everything.
 */
public final class GuiMain {

  private GuiMain() {}

  public static void main(String[] arguments) {
    GuiCommand command = new GuiCommand(() -> Application.launch(ChatApplication.class, arguments));
    System.exit(commandLine(command).execute(arguments));
  }

  static CommandLine commandLine(GuiCommand command) {
    return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
