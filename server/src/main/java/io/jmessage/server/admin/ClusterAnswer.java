package io.jmessage.server.admin;

import io.jmessage.proto.admin.MemberState;
import io.jmessage.proto.admin.StatusReply;
import io.jmessage.server.replication.Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the server that was asked knows, and what the master knows, which alone knows the cluster.
 *
 * @param asked the answer of the server that was asked
 * @param master the master's answer, if there is a master and it answers
 * @param failure why there is no answer of a master; empty if there is one
 */
record ClusterAnswer(StatusReply asked, Optional<StatusReply> master, String failure) {

  static ClusterAnswer ask(AdminServer server, Duration deadline) {
    StatusReply asked = server.status();
    if (asked.getRole().equals("MASTER")) {
      return new ClusterAnswer(asked, Optional.of(asked), "");
    }
    if (asked.getMaster().isEmpty()) {
      return new ClusterAnswer(asked, Optional.empty(), "this server knows of no master");
    }
    try (AdminServer master = new AdminServer(Address.parse(asked.getMaster()), deadline)) {
      StatusReply told = master.status();
      return told.getRole().equals("MASTER")
          ? new ClusterAnswer(asked, Optional.of(told), "")
          : new ClusterAnswer(
              asked,
              Optional.empty(),
              "this server follows " + asked.getMaster() + ", which is " + told.getRole());
    } catch (AdminFailure e) {
      return new ClusterAnswer(
          asked, Optional.empty(), "the master cannot be reached: " + e.getMessage());
    }
  }

  /** The best view of the members that there is. */
  StatusReply best() {
    return master.orElse(asked);
  }

  /** Servers that can fail now so that the rest still serves; empty without a master. */
  Optional<Integer> faults() {
    return master.map(
        m -> (int) m.getMemberList().stream().filter(MemberState::getProven).count() - 1);
  }

  Optional<MemberState> masterMember() {
    return master.flatMap(
        m ->
            m.getMemberList().stream()
                .filter(
                    member ->
                        member
                            .getMember()
                            .getInternalAddress()
                            .equals(m.getSelf().getInternalAddress()))
                .findFirst());
  }

  List<MemberState> members() {
    return best().getMemberList();
  }

  /** What that member's disk lacks of the master's log; empty: not known. */
  Optional<Long> lag(MemberState member) {
    return master.isPresent() && member.getDurable() >= 0
        ? Optional.of(Math.max(0, master.get().getLast().getIndex() - member.getDurable()))
        : Optional.empty();
  }

  boolean isMaster(MemberState member) {
    return master.isPresent()
        && member
            .getMember()
            .getInternalAddress()
            .equals(master.get().getSelf().getInternalAddress());
  }
}
