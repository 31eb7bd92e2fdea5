package io.jmessage.terminal;

import io.jmessage.terminal.command.Command;
import io.jmessage.terminal.command.Commands;

/**
 * Runs what was typed. While talking with somebody, a plain line is sent and a line with a slash is
 * a command; {@code //} sends a line that begins with a slash.
 */
final class CommandRunner {
  static final String COMMAND_IN_CHAT = "/";

  private final Shell shell;
  private final Commands commands;

  CommandRunner(Shell shell, Commands commands) {
    this.shell = shell;
    this.commands = commands;
  }

  /** Runs one line; false: it failed, and the user was told why. */
  boolean run(String line) {
    try {
      dispatch(line);
      return true;
    } catch (RuntimeException e) {
      shell.output().error(CliExceptionHandler.explain(e));
      return false;
    }
  }

  private void dispatch(String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      return;
    }
    String partner = shell.partner().orElse(null);
    if (partner == null) {
      command(text);
    } else if (!text.startsWith(COMMAND_IN_CHAT)) {
      shell.sends().send(partner, line.stripTrailing(), false);
    } else if (text.startsWith(COMMAND_IN_CHAT + COMMAND_IN_CHAT)) {
      shell.sends().send(partner, text.substring(1), false);
    } else {
      command(text.substring(1));
    }
  }

  private void command(String text) {
    Words words = new Words(text);
    String name = words.next().orElse("");
    Command command =
        commands
            .find(name)
            .orElseThrow(
                () -> new CommandFailedException("unknown command: " + name + "; try help"));
    if (!command.mayOverlap()) {
      awaitSends();
    }
    command.run(shell, words);
  }

  /** In a pipe, a command sees the effect of all before it. */
  private void awaitSends() {
    if (!shell.isInteractive()) {
      try {
        shell.sends().awaitAll();
      } catch (InterruptedException e) {
        throw new CommandFailedException("interrupted");
      }
    }
  }
}
