package io.jmessage.server.admin;

import io.jmessage.proto.admin.StatusReply;
import io.jmessage.server.replication.Address;
import java.time.Duration;
import java.util.Optional;

/** Orders that go to the master, whichever server was named. */
final class MasterOrders {

  /** The old master gives up after 5 s and goes on. */
  private static final Duration HAND_OVER = Duration.ofSeconds(15);

  private MasterOrders() {}

  static String stepDown(At at) {
    StatusReply before = master(at);
    Address old = Address.parse(before.getSelf().getInternalAddress());
    try (AdminServer master = new AdminServer(old, At.DEADLINE)) {
      AdminServer.done(master.stepDown());
      String next =
          Polling.until(HAND_OVER, () -> successor(master, old))
              .orElseThrow(
                  () ->
                      new AdminFailure(
                          "nobody has taken over from server "
                              + before.getSelf().getId()
                              + ": ./jmessage admin status --at="
                              + old));
      return "server "
          + before.getSelf().getId()
          + " has stepped down; the master is now the server at "
          + next;
    }
  }

  private static Optional<String> successor(AdminServer server, Address old) {
    StatusReply now = server.status();
    return now.getRole().equals("SLAVE") && !now.getMaster().equals(old.toString())
        ? Optional.of(now.getMaster())
        : Optional.empty();
  }

  static String forget(At at, String id) {
    StatusReply found = master(at);
    Address address = Address.parse(found.getSelf().getInternalAddress());
    try (AdminServer master = new AdminServer(address, At.DEADLINE)) {
      return AdminServer.done(master.forget(id));
    }
  }

  private static StatusReply master(At at) {
    try (AdminServer server = at.open()) {
      ClusterAnswer answer = ClusterAnswer.ask(server, At.DEADLINE);
      return answer
          .master()
          .orElseThrow(() -> new AdminFailure("there is no master: " + answer.failure()));
    }
  }
}
