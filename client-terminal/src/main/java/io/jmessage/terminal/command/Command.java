package io.jmessage.terminal.command;

import io.jmessage.terminal.CommandFailedException;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;
import java.util.Optional;

/** Something that a user can type. */
public abstract class Command {
  private final String name;
  private final String usage;
  private final String help;

  /**
   * @param usage the whole line to type
   * @param help what it does; the first line stands for the whole
   */
  Command(String name, String usage, String help) {
    this.name = name;
    this.usage = usage;
    this.help = help;
  }

  public final String name() {
    return name;
  }

  public final String usage() {
    return usage;
  }

  public final String help() {
    return help;
  }

  final String summary() {
    return help.lines().findFirst().orElse("");
  }

  /** Does it. Failures are exceptions, which the caller explains. */
  public abstract void run(Shell shell, Words words);

  /** Whether a pipe may run it before earlier sends are done. */
  public boolean mayOverlap() {
    return false;
  }

  /** Whether its first argument is a user name. */
  public boolean takesName() {
    return false;
  }

  final String required(Optional<String> word) {
    return word.orElseThrow(() -> new CommandFailedException("use: " + usage));
  }

  final void nothingMore(Words words) {
    if (!words.rest().isEmpty()) {
      throw new CommandFailedException("too many words; use: " + usage);
    }
  }
}
