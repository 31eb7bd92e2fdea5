package io.jmessage.server.admin;

import io.jmessage.proto.admin.MemberState;
import io.jmessage.proto.admin.StatusReply;
import io.jmessage.proto.replication.MemberRecord;
import io.jmessage.proto.replication.Position;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at who is left, says what is lost, asks whether that is meant, and has the server promoted.
 */
final class ForcePromotion {

  private static final Duration PROMOTION = Duration.ofSeconds(15);

  private final At at;
  private final PrintWriter out;
  private final InputStream in;

  ForcePromotion(At at, PrintWriter out, InputStream in) {
    this.at = at;
    this.out = out;
    this.in = in;
  }

  String run(boolean acceptLoss, boolean hereAnyway) {
    try (AdminServer server = at.open()) {
      StatusReply here = server.status();
      requireWaiting(here);
      Optional<StatusReply> better = look(here);
      if (better.isPresent() && !hereAnyway) {
        throw new AdminFailure(
            "server %s holds more: run this with --at=%s, or add --here-anyway"
                .formatted(
                    better.get().getSelf().getId(), better.get().getSelf().getInternalAddress()));
      }
      if (!acceptLoss) {
        askWhetherItIsMeant(here.getSelf().getId());
      }
      AdminServer.done(server.forcePromote(here.getSelf().getId()));
      return Polling.until(PROMOTION, () -> promoted(server))
          .orElseThrow(
              () ->
                  new AdminFailure(
                      "it has not become master: ./jmessage admin status --at=" + at.address()));
    }
  }

  private static void requireWaiting(StatusReply here) {
    if (!here.getRole().equals("RECOVERING")) {
      throw new AdminFailure(
          "server %s is %s: only a server that is RECOVERING can be promoted by force"
              .formatted(here.getSelf().getId(), here.getRole()));
    }
  }

  private static Optional<String> promoted(AdminServer server) {
    StatusReply now = server.status();
    return now.getRole().equals("MASTER")
        ? Optional.of(
            "server %s is the master of epoch %d, by force"
                .formatted(now.getSelf().getId(), now.getPromised().getNumber()))
        : Optional.empty();
  }

  // ---- Who is left.

  /** Says what can be seen of every member; returns the one with the best log, if not this one. */
  private Optional<StatusReply> look(StatusReply here) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SERVER", "ROLE", "LOG ENDS AT"));
    rows.add(row(here.getSelf(), here.getRole(), here));
    Optional<StatusReply> better = Optional.empty();
    for (MemberState member : here.getMemberList()) {
      MemberRecord record = member.getMember();
      if (record.getInternalAddress().equals(here.getSelf().getInternalAddress())) {
        continue;
      }
      Optional<StatusReply> there = ask(record);
      rows.add(
          there
              .map(status -> row(record, status.getRole(), status))
              .orElse(
                  List.of(
                      record.getId() + " at " + record.getInternalAddress(), "not reached", "?")));
      if (there.isPresent()
          && canBePromoted(there.get())
          && holdsMore(there.get(), better.orElse(here))) {
        better = there;
      }
    }
    out.println(here.getTrouble());
    out.print(Texts.table(rows));
    out.flush();
    return better;
  }

  private static List<String> row(MemberRecord record, String role, StatusReply status) {
    return List.of(
        record.getId() + " at " + record.getInternalAddress(),
        role,
        Texts.position(status.getLast()));
  }

  private static Optional<StatusReply> ask(MemberRecord record) {
    try (AdminServer there =
        new AdminServer(Address.parse(record.getInternalAddress()), Duration.ofSeconds(2))) {
      return Optional.of(there.status());
    } catch (AdminFailure e) {
      return Optional.empty();
    }
  }

  private static boolean canBePromoted(StatusReply status) {
    return status.getRole().equals("RECOVERING");
  }

  private static boolean holdsMore(StatusReply one, StatusReply other) {
    return position(one.getLast()).compareTo(position(other.getLast())) > 0;
  }

  private static LogPosition position(Position in) {
    Epoch epoch =
        in.getEpoch().getMaster().isEmpty()
            ? Epoch.NONE
            : new Epoch(in.getEpoch().getNumber(), Address.parse(in.getEpoch().getMaster()));
    return new LogPosition(epoch, in.getIndex(), in.getChain());
  }

  // ---- Is it meant?

  private void askWhetherItIsMeant(String id) {
    out.println();
    out.println(
        "EVERY MESSAGE THAT ONLY THE MISSING SERVERS HOLD IS LOST, although its sender was");
    out.println("told that it is sent. If one of their disks can still be read, start it instead.");
    out.println("When they come back later, what they alone hold is kept aside on their disks.");
    out.print("Type the id of this server (" + id + ") to make it the master: ");
    out.flush();
    if (!id.equals(line())) {
      throw new AdminFailure("nothing was done: the answer was not the id");
    }
  }

  private String line() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())).readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      return "";
    }
  }
}
