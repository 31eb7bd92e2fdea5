package io.jmessage.gui.shell;

import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ClusterMember;
import io.jmessage.gui.support.Times;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What the panel says of the servers, as the master told it last. UI thread only. */
public final class ServerPanelViewModel {
  private final Times times;
  private final Optional<Runnable> killMaster;
  private final ReadOnlyObjectWrapper<Report> report =
      new ReadOnlyObjectWrapper<>(
          new Report("No server has answered yet.", "Never", 0, List.of(), false));

  /**
   * What there is to say now.
   *
   * @param faults what may fail now, as a sentence
   * @param lastContact when a master answered last
   * @param killable a master is there, and another one could take over
   */
  public record Report(
      String faults, String lastContact, long epoch, List<Server> servers, boolean killable) {
    public Report {
      servers = List.copyOf(servers);
    }
  }

  /**
   * One server.
   *
   * @param standing its role, and whether its disk is part of every acknowledgement
   */
  public record Server(
      String name, String address, String standing, boolean master, boolean good) {}

  ServerPanelViewModel(Times times, Optional<Runnable> killMaster) {
    this.times = times;
    this.killMaster = killMaster;
  }

  void show(ConnectionState state) {
    boolean connected = state.status() == Status.CONNECTED;
    String contact =
        state.lastContact().map(times::full).orElse("Never")
            + (connected ? "" : " (no master answers now)");
    report.set(
        new Report(
            faults(state, connected),
            contact,
            state.epoch(),
            state.members().stream().map(member -> server(member, connected)).toList(),
            connected && state.faultsSurvivable() > 0));
  }

  private static String faults(ConnectionState state, boolean connected) {
    if (!connected) {
      return "Looking for a master. What you send waits on this machine.";
    }
    return switch (state.faultsSurvivable()) {
      case 0 -> "No further server may fail now.";
      case 1 -> "1 more server may fail now, and the chat goes on.";
      default -> state.faultsSurvivable() + " more servers may fail now, and the chat goes on.";
    };
  }

  private static Server server(ClusterMember member, boolean connected) {
    String role = member.master() ? (connected ? "Master" : "Was master") : "Slave";
    String sync = member.inSync() ? "in sync" : "not in sync";
    return new Server(
        "Server " + member.id(),
        member.clientAddress(),
        role + ", " + sync,
        member.master() && connected,
        member.inSync());
  }

  public ReadOnlyObjectProperty<Report> reportProperty() {
    return report.getReadOnlyProperty();
  }

  /** In a demo: kills the server that is master. */
  public Optional<Runnable> killMaster() {
    return killMaster;
  }
}
