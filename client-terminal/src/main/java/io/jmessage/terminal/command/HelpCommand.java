package io.jmessage.terminal.command;

import io.jmessage.terminal.CommandFailedException;
import io.jmessage.terminal.Output;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;
import java.util.Optional;

/** Explains the commands. */
final class HelpCommand extends Command {
  private final Commands commands;

  HelpCommand(Commands commands) {
    super("help", "help [COMMAND]", "shows all commands, or one in full");
    this.commands = commands;
  }

  @Override
  public boolean mayOverlap() {
    return true;
  }

  @Override
  public void run(Shell shell, Words words) {
    Optional<String> name = words.next();
    nothingMore(words);
    if (name.isPresent()) {
      explain(shell.output(), find(name.get()));
    } else {
      list(shell.output());
    }
  }

  private Command find(String name) {
    String plain = name.startsWith("/") ? name.substring(1) : name;
    return commands
        .find(plain)
        .orElseThrow(() -> new CommandFailedException("unknown command: " + name + "; try help"));
  }

  private static void explain(Output output, Command command) {
    output.answer(command.usage());
    command.help().lines().forEach(line -> output.answer("  " + line));
  }

  private void list(Output output) {
    int width = commands.all().stream().mapToInt(c -> c.usage().length()).max().orElse(0);
    for (Command command : commands.all()) {
      String padded = command.usage() + " ".repeat(width - command.usage().length());
      output.answer("  " + padded + "  " + command.summary());
    }
    output.answer("Ctrl-C clears the line, Ctrl-D ends. Tab completes commands and names.");
  }
}
