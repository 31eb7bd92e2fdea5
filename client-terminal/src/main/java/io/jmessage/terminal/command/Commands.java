package io.jmessage.terminal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All commands, in the order of the help. */
public final class Commands {
  private final List<Command> all = new ArrayList<>();

  public Commands() {
    all.add(new ListCommand());
    all.add(new CreateCommand());
    all.add(new LoginCommand());
    all.add(new SendCommand());
    all.add(new ReceiveCommand());
    all.add(new ChatCommand());
    all.add(new LeaveCommand());
    all.add(new StatusCommand());
    all.add(new SessionsCommand());
    all.add(new EndSessionCommand());
    all.add(new PasswordCommand());
    all.add(new LogoutCommand());
    all.add(new DeleteCommand());
    all.add(new HelpCommand(this));
    all.add(new ExitCommand());
  }

  public List<Command> all() {
    return all;
  }

  public Optional<Command> find(String name) {
    return all.stream().filter(command -> command.name().equals(name)).findFirst();
  }
}
