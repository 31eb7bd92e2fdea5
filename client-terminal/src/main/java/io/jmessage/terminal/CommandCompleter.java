package io.jmessage.terminal;

import io.jmessage.terminal.command.Command;
import io.jmessage.terminal.command.Commands;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, and user names after those that take one. */
final class CommandCompleter implements Completer {
  private final Shell shell;
  private final Commands commands;

  CommandCompleter(Shell shell, Commands commands) {
    this.shell = shell;
    this.commands = commands;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    boolean chatting = shell.partner().isPresent();
    if (line.wordIndex() == 0) {
      commands.all().forEach(command -> candidates.add(candidate(command, chatting)));
    } else if (line.wordIndex() == 1) {
      String first = line.words().get(0);
      boolean isCommand = !chatting || first.startsWith(CommandRunner.COMMAND_IN_CHAT);
      String name = chatting && isCommand ? first.substring(1) : first;
      if (isCommand) {
        arguments(name, candidates);
      }
    }
  }

  private void arguments(String name, List<Candidate> candidates) {
    if (commands.find(name).filter(Command::takesName).isPresent()) {
      shell.names().all().forEach(known -> candidates.add(new Candidate(Words.quoted(known))));
    } else if (name.equals("help")) {
      commands.all().forEach(command -> candidates.add(new Candidate(command.name())));
    }
  }

  private static Candidate candidate(Command command, boolean chatting) {
    return new Candidate(
        chatting ? CommandRunner.COMMAND_IN_CHAT + command.name() : command.name());
  }
}
