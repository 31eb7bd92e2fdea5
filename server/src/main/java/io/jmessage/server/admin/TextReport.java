package io.jmessage.server.admin;

import io.jmessage.proto.admin.DigestReply;
import io.jmessage.proto.admin.DivergedFile;
import io.jmessage.proto.admin.MemberState;
import io.jmessage.proto.admin.StatusReply;
import io.jmessage.proto.replication.MemberRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers for people. */
final class TextReport {

  private TextReport() {}

  static String status(ClusterAnswer view) {
    List<List<String>> lines = new ArrayList<>();
    server(view.asked(), lines);
    cluster(view, lines);
    return Texts.table(lines);
  }

  private static void server(StatusReply server, List<List<String>> lines) {
    MemberRecord self = server.getSelf();
    lines.add(List.of("server", self.getId() + ", internal address " + self.getInternalAddress()));
    lines.add(List.of("  role", server.getRole() + explain(server)));
    if (!server.getTrouble().isEmpty()) {
      lines.add(List.of("  trouble", server.getTrouble()));
      advice(server).ifPresent(advice -> lines.add(List.of("  to do", advice)));
    }
    lines.add(
        List.of(
            "  log",
            "ends at "
                + Texts.position(server.getLast())
                + ", on disk to "
                + server.getDurable()
                + ", acknowledged to "
                + server.getAcknowledged()
                + ", applied to "
                + server.getApplied()));
    lines.add(List.of("  promised", "epoch " + server.getPromised().getNumber()));
  }

  private static String explain(StatusReply server) {
    return switch (server.getRole()) {
      case "SLAVE" -> ", in sync";
      case "LEARNER" -> ", being caught up: counts as failed";
      default -> "";
    };
  }

  private static Optional<String> advice(StatusReply server) {
    String at = " --at=" + server.getSelf().getInternalAddress();
    return switch (server.getRole()) {
      case "DEGRADED" -> Optional.of("./jmessage admin repair" + at + ", while a master is there");
      case "RECOVERING" ->
          server.getTrouble().startsWith("waits for")
              ? Optional.of(
                  "start them; if their disks are gone for good: ./jmessage admin force-promote"
                      + at)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static void cluster(ClusterAnswer view, List<List<String>> lines) {
    StatusReply best = view.best();
    lines.add(List.of("cluster", best.getClusterId().isEmpty() ? "none" : best.getClusterId()));
    lines.add(
        List.of(
            "  master",
            view.masterMember()
                .map(
                    m ->
                        "server "
                            + m.getMember().getId()
                            + " at "
                            + m.getMember().getInternalAddress()
                            + ", epoch "
                            + best.getPromised().getNumber())
                .orElse("NONE: " + view.failure())));
    lines.add(List.of("  in sync", inSync(view)));
    view.faults()
        .ifPresent(
            faults ->
                lines.add(
                    List.of(
                        "  can lose",
                        faults == 0
                            ? "no server: the next failure of the one in sync stops the service"
                            : Texts.count(faults, "more server"))));
    String lags = lags(view);
    if (!lags.isEmpty()) {
      lines.add(List.of("  lag", lags));
    }
    if (best.hasForced()) {
      lines.add(
          List.of(
              "  FORCED",
              "by an operator at "
                  + Texts.time(best.getForced().getAtMillis())
                  + ", index "
                  + best.getForced().getIndex()
                  + ": messages may have been lost then"));
    }
  }

  /** Who lacks what of the master's log; empty: nobody, or nobody knows. */
  private static String lags(ClusterAnswer view) {
    return view.members().stream()
        .filter(member -> view.lag(member).orElse(0L) > 0)
        .map(
            member ->
                "server "
                    + member.getMember().getId()
                    + " lacks "
                    + (view.lag(member).orElse(0L) == 1
                        ? "1 entry"
                        : view.lag(member).orElse(0L) + " entries"))
        .collect(Collectors.joining(", "));
  }

  private static String inSync(ClusterAnswer view) {
    List<MemberState> members = view.members();
    String named =
        members.stream()
            .filter(view.master().isPresent() ? MemberState::getProven : MemberState::getInSync)
            .map(m -> m.getMember().getId())
            .collect(Collectors.joining(", "));
    String text =
        "server "
            + (named.isEmpty() ? "none" : named)
            + " of "
            + Texts.count(members.size(), "member");
    return view.master().isPresent() ? text : text + ", as far as this server knows";
  }

  static String members(ClusterAnswer view) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "ROLE", "IN SYNC", "LAG", "HEARD", "CLIENTS", "INTERNAL", "DATA"));
    for (MemberState member : view.members()) {
      MemberRecord record = member.getMember();
      rows.add(
          List.of(
              record.getId(),
              view.isMaster(member)
                  ? "MASTER"
                  : member.getRole().isEmpty() ? "?" : member.getRole(),
              member.getProven() ? "yes" : member.getInSync() ? "joining" : "no",
              view.lag(member).map(String::valueOf).orElse("?"),
              view.isMaster(member) ? "-" : Texts.ago(member.getHeardMillis()),
              record.getClientAddress(),
              record.getInternalAddress(),
              record.getDataUuid()));
    }
    String warning =
        view.master().isPresent()
            ? ""
            : view.failure()
                + "; this is what server "
                + view.asked().getSelf().getId()
                + " knows"
                + System.lineSeparator();
    return warning + Texts.table(rows);
  }

  static String digest(DigestReply digest) {
    return Texts.position(digest.getApplied()) + "  " + digest.getSha256();
  }

  static String diverged(List<DivergedFile> files) {
    if (files.isEmpty()) {
      return "nothing was ever cut off this server's log" + System.lineSeparator();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("FILE", "KEPT", "AFTER", "UP TO", "ENTRIES", "BYTES", "ADDED BACK"));
    for (DivergedFile file : files) {
      rows.add(
          List.of(
              file.getName(),
              Texts.time(file.getKeptMillis()),
              Texts.position(file.getAfter()),
              file.getTrouble().isEmpty()
                  ? Texts.position(file.getLast())
                  : "cannot be read: " + file.getTrouble(),
              Long.toString(file.getEntries()),
              Long.toString(file.getBytes()),
              file.getSubmitted() + " of " + file.getToSubmit()));
    }
    return Texts.table(rows) + leftAside(files);
  }

  /** What an operator has to see to. */
  private static String leftAside(List<DivergedFile> files) {
    return files.stream()
        .flatMap(file -> file.getLeftAsideList().stream().map(why -> file.getName() + ": " + why))
        .map(line -> "left aside: " + line + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
