package io.jmessage.client.cluster;

import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ClusterMember;
import io.jmessage.proto.client.ClusterState;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Says in words for people how the client stands with the cluster. Written on the loop thread;
 * {@link #current} may be read on any. The listener hears only what changed for a person, not every
 * contact.
 */
public final class ConnectionReport {
  private final Clock clock;
  private final Map<ServerAddress, CallFailure> answers = new HashMap<>();
  private Consumer<ConnectionState> listener = state -> {};
  private String loss = "";
  private volatile ConnectionState state;
  private volatile Optional<Instant> lastContact = Optional.empty();

  public ConnectionReport(Clock clock) {
    this.clock = clock;
    this.state =
        new ConnectionState(
            Status.CONNECTING,
            Optional.empty(),
            "connecting",
            clock.instant(),
            Optional.empty(),
            0,
            List.of());
  }

  /** Who hears of changes, on the loop thread. */
  public void listen(Consumer<ConnectionState> changes) {
    this.listener = changes;
  }

  public ConnectionState current() {
    ConnectionState now = state;
    return new ConnectionState(
        now.status(),
        now.server(),
        now.reason(),
        now.since(),
        lastContact,
        now.epoch(),
        now.members());
  }

  void looking(List<ServerAddress> addresses) {
    change(Status.CONNECTING, state.server(), "connecting to " + join(addresses));
  }

  /** One of the addresses, asked during a search, is not the master. */
  void notMaster(ServerAddress address, CallFailure failure, List<ServerAddress> addresses) {
    answers.put(address, failure);
    if (answers.keySet().containsAll(addresses)) {
      String summary = summary(addresses);
      change(state.status(), state.server(), loss.isEmpty() ? summary : loss + "; " + summary);
    }
  }

  void contact(ServerAddress address, ClusterState cluster) {
    lastContact = Optional.of(clock.instant());
    loss = "";
    answers.clear();
    List<ClusterMember> members =
        cluster.getMemberList().stream()
            .map(
                member ->
                    new ClusterMember(
                        member.getId(),
                        member.getClientAddress(),
                        member.getMaster(),
                        member.getInSync()))
            .toList();
    String server = "server " + cluster.getMasterId() + " (" + address + ")";
    change(Status.CONNECTED, Optional.of(server), "", cluster.getEpoch(), members);
  }

  void lost(ServerAddress address, CallFailure failure) {
    loss = state.server().orElse(address.toString()) + " " + whatHappened(failure);
    change(Status.LOOKING_FOR_MASTER, state.server(), loss + "; looking for the new master");
  }

  public void closed() {
    change(Status.CLOSED, state.server(), "closed");
  }

  private void change(Status status, Optional<String> server, String reason) {
    change(status, server, reason, state.epoch(), state.members());
  }

  private void change(
      Status status,
      Optional<String> server,
      String reason,
      long epoch,
      List<ClusterMember> members) {
    ConnectionState before = state;
    Instant since = status == before.status() ? before.since() : clock.instant();
    ConnectionState after =
        new ConnectionState(status, server, reason, since, before.lastContact(), epoch, members);
    if (!after.equals(before)) {
      state = after;
      listener.accept(current());
    }
  }

  private static String whatHappened(CallFailure failure) {
    return switch (failure.kind()) {
      case UNREACHABLE -> "closed the connection";
      case SILENT -> "has gone silent";
      case NOT_MASTER, NO_MASTER -> "is no longer master";
      case STALE_EPOCH -> "was replaced by a newer master";
      case WRONG_CLUSTER -> "belongs to another cluster now";
      default -> "failed (" + failure.text() + ")";
    };
  }

  private String summary(List<ServerAddress> addresses) {
    List<ServerAddress> alive =
        addresses.stream().filter(a -> answerOf(a).answered()).collect(Collectors.toList());
    boolean foreign =
        alive.stream().anyMatch(a -> answerOf(a).kind() == CallFailure.Kind.WRONG_CLUSTER);
    if (alive.isEmpty()) {
      return "no server answers at " + join(addresses) + "; trying again";
    }
    String answering = alive.size() + " of " + addresses.size() + " servers answer";
    return answering
        + (foreign ? ", some of another cluster" : ", none is master yet")
        + "; asking again";
  }

  private CallFailure answerOf(ServerAddress address) {
    return answers.getOrDefault(
        address, CallFailure.of(CallFailure.Kind.UNREACHABLE, "not asked yet"));
  }

  private static String join(List<ServerAddress> addresses) {
    return addresses.stream().map(ServerAddress::toString).collect(Collectors.joining(", "));
  }
}
