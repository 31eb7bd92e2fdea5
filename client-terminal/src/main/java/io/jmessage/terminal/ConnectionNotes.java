package io.jmessage.terminal;

import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ClusterMember;
import java.time.Duration;

/**
 * Tells how the connection changes, one line per change, and no line for a detail that changes
 * again within seconds. Called on the client's thread.
 */
final class ConnectionNotes implements ChatListener {
  private static final long DETAILS_AFTER_NANOS = Duration.ofSeconds(2).toNanos();

  private final Output output;
  private Status status = Status.CONNECTING;
  private boolean trouble;
  private String inSync = "";
  private long lastChange = System.nanoTime();

  ConnectionNotes(Output output) {
    this.output = output;
  }

  @Override
  public void onConnection(ConnectionState state) {
    switch (state.status()) {
      case CONNECTED -> connected(state);
      case LOOKING_FOR_MASTER, CONNECTING -> looking(state);
      case CLOSED -> {}
    }
    if (state.status() != status) {
      status = state.status();
      lastChange = System.nanoTime();
    }
  }

  private void connected(ConnectionState state) {
    String now = inSync(state);
    String server = state.server().orElse("the master");
    if (status != Status.CONNECTED) {
      // After trouble it is a matter of course to say that it is over, also to a program.
      output.print(
          trouble ? Output.Kind.WARNING : Output.Kind.NOTE, "connected to " + server + "; " + now);
    } else if (!now.equals(inSync)) {
      output.note(now);
    }
    trouble = false;
    inSync = now;
  }

  private void looking(ConnectionState state) {
    boolean news = state.status() == Status.LOOKING_FOR_MASTER && state.status() != status;
    boolean old = System.nanoTime() - lastChange > DETAILS_AFTER_NANOS;
    boolean stuck = !state.reason().startsWith("connecting") && (old || !trouble);
    if (news || stuck) {
      output.warning(state.reason());
      trouble = true;
      lastChange = System.nanoTime();
    }
  }

  private static String inSync(ConnectionState state) {
    long synced = state.members().stream().filter(ClusterMember::inSync).count();
    int survivable = state.faultsSurvivable();
    String more = survivable == 0 ? "no more" : survivable + " more";
    return "%d of %d servers in sync, %s may fail".formatted(synced, state.members().size(), more);
  }
}
