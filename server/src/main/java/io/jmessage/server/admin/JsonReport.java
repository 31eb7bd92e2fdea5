package io.jmessage.server.admin;

import io.jmessage.proto.admin.DigestReply;
import io.jmessage.proto.admin.DivergedFile;
import io.jmessage.proto.admin.MemberState;
import io.jmessage.proto.admin.StatusReply;
import io.jmessage.proto.replication.MemberRecord;
import io.jmessage.proto.replication.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers for programs: names stay, new ones may come. */
final class JsonReport {

  private JsonReport() {}

  static String status(ClusterAnswer view) {
    StatusReply asked = view.asked();
    return Json.of(
        object(
            "server", server(asked),
            "cluster", cluster(view),
            "members", view.members().stream().map(m -> member(view, m)).toList()));
  }

  static String members(ClusterAnswer view) {
    return Json.of(
        object(
            "cluster",
            cluster(view),
            "members",
            view.members().stream().map(m -> member(view, m)).toList()));
  }

  static String digest(DigestReply digest) {
    return Json.of(object("applied", position(digest.getApplied()), "sha256", digest.getSha256()));
  }

  static String diverged(List<DivergedFile> files) {
    return Json.of(object("files", files.stream().map(JsonReport::file).toList()));
  }

  private static Map<String, @Nullable Object> server(StatusReply server) {
    Map<String, @Nullable Object> json = record(server.getSelf());
    json.put("role", server.getRole());
    json.put("eligible", server.getEligible());
    json.put("epoch", server.getPromised().getNumber());
    json.put("master", text(server.getMaster()));
    json.put("last", position(server.getLast()));
    json.put("durable", server.getDurable());
    json.put("acknowledged", server.getAcknowledged());
    json.put("applied", server.getApplied());
    json.put("trouble", text(server.getTrouble()));
    return json;
  }

  private static Map<String, @Nullable Object> cluster(ClusterAnswer view) {
    StatusReply best = view.best();
    return object(
        "id", text(best.getClusterId()),
        "master", view.masterMember().map(m -> m.getMember().getId()),
        "master_unknown_because", text(view.failure()),
        "epoch", view.master().map(m -> m.getPromised().getNumber()),
        "config_index", best.getNewest().getIndex(),
        "in_sync",
            view.members().stream()
                .filter(MemberState::getProven)
                .map(m -> m.getMember().getId())
                .toList(),
        "faults_survivable", view.faults(),
        "forced",
            best.hasForced()
                ? object(
                    "epoch", best.getForced().getEpoch().getNumber(),
                    "index", best.getForced().getIndex(),
                    "at", Texts.time(best.getForced().getAtMillis()))
                : null);
  }

  private static Map<String, @Nullable Object> member(ClusterAnswer view, MemberState member) {
    Map<String, @Nullable Object> json = record(member.getMember());
    json.put("role", view.isMaster(member) ? "MASTER" : text(member.getRole()));
    json.put("in_sync", member.getProven());
    json.put("named_in_sync", member.getInSync());
    json.put("lag", view.lag(member));
    json.put("heard_millis_ago", member.getHeardMillis() < 0 ? null : member.getHeardMillis());
    return json;
  }

  private static Map<String, @Nullable Object> file(DivergedFile file) {
    return object(
        "file", file.getName(),
        "after", position(file.getAfter()),
        "last", position(file.getLast()),
        "entries", file.getEntries(),
        "bytes", file.getBytes(),
        "kept_at", Texts.time(file.getKeptMillis()),
        "submitted", file.getSubmitted(),
        "to_submit", file.getToSubmit(),
        "left_aside", file.getLeftAsideList(),
        "trouble", text(file.getTrouble()));
  }

  private static Map<String, @Nullable Object> record(MemberRecord member) {
    return object(
        "id", member.getId(),
        "client_address", member.getClientAddress(),
        "internal_address", member.getInternalAddress(),
        "data_uuid", member.getDataUuid());
  }

  private static Map<String, @Nullable Object> position(Position position) {
    return object("epoch", position.getEpoch().getNumber(), "index", position.getIndex());
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Name, value, name, value… in this order. */
  private static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return json;
  }
}
