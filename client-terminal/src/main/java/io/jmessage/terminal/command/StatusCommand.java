package io.jmessage.terminal.command;

import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ClusterMember;
import io.jmessage.terminal.Output;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;

/** Shows the connection and the servers. */
final class StatusCommand extends Command {

  StatusCommand() {
    super("status", "status", "shows who you are, the master, and the other servers");
  }

  @Override
  public boolean mayOverlap() {
    return true;
  }

  @Override
  public void run(Shell shell, Words words) {
    nothingMore(words);
    Output output = shell.output();
    ConnectionState state = shell.client().connectionState();
    output.answer(
        shell.client().username().map(name -> "logged in as " + name).orElse("not logged in"));
    if (state.status() == Status.CONNECTED) {
      output.answer("connected to " + state.server().orElse("the master"));
      state.members().forEach(member -> output.answer(line(member)));
      output.answer("servers that may still fail without harm: " + state.faultsSurvivable());
    } else {
      output.answer(state.reason());
    }
  }

  private static String line(ClusterMember member) {
    String role = member.master() ? "master" : "slave ";
    String sync = member.inSync() ? "in sync" : "not in sync";
    return "  server %s  %s  %s  %s".formatted(member.id(), role, sync, member.clientAddress());
  }
}
