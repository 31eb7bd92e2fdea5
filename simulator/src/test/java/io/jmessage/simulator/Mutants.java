package io.jmessage.simulator;

import io.jmessage.simulator.MutantCompiler.Edit;
import java.util.List;

/** Every rule of docs/protocol.md, 3.5 to 3.12, that can be switched off by a change of text. */
final class Mutants {

  private static final String LIMITS = "CoreSettings";

  private Mutants() {}

  /** A core whose bounds are so small that every run meets them. */
  static List<Edit> smallLimits() {
    return List.of(
        new Edit(LIMITS, "PENDING_BYTES_MAX = 32L << 20", "PENDING_BYTES_MAX = 3000"),
        new Edit(LIMITS, "WINDOW_BYTES_MAX = 8L << 20", "WINDOW_BYTES_MAX = 400"),
        new Edit(LIMITS, "APPEND_BYTES_MAX = 1L << 20", "APPEND_BYTES_MAX = 150"),
        new Edit(LIMITS, "REPLAY_ENTRIES_MAX = 10_000", "REPLAY_ENTRIES_MAX = 30"),
        new Edit(LIMITS, "READS_MAX = 10_000", "READS_MAX = 3"));
  }

  /** What the simulator finds. */
  static List<Mutant> found() {
    return List.of(
        Mutant.of(
            "3.5",
            "a higher epoch is made durable and followed",
            5,
            "ReplicaCore",
            "if (envelope.epoch().isNewerThan(state.promised())) {",
            "if (false) {"),
        Mutant.of(
            "3.6",
            "acknowledged when on every disk in sync",
            1,
            "InSyncSet",
            "everywhere = Math.min(everywhere, slaves.get(address).match);",
            "everywhere = Math.min(everywhere, slaves.get(address).sent);"),
        Mutant.of(
            "3.6",
            "acknowledged when on the master's own disk",
            1,
            "InSyncSet",
            "long everywhere = core.durable;",
            "long everywhere = core.log.lastIndex();"),
        Mutant.of(
            "3.6",
            "a slave acknowledges after its sync",
            1,
            "Following",
            "new Message.AppendAck(core.durable, token)",
            "new Message.AppendAck(core.log.lastIndex(), token)"),
        Mutant.of(
            "3.6, 4c",
            "as many copies as asked for",
            30,
            "Mastering",
            "&& newest.config().inSync().size() >= core.settings.minCopies()\n",
            "\n"),
        Mutant.of(
            "3.6",
            "an Append must follow the slave's log by position and chain",
            255,
            "Following",
            "if (!core.log.matches(previous)) {",
            "if (false) {"),
        Mutant.of(
            "3.6",
            "a slave applies up to the commit index",
            1,
            "Following",
            "core.commitUpTo(Math.min(append.commit(), matched));",
            "core.commitUpTo(matched);"),
        Mutant.of(
            "3.6",
            "a lease counts from when its token was sent",
            38,
            "Mastering",
            "Math.max(slave.token, Math.min(token, core.now))",
            "core.now"),
        Mutant.of(
            "3.6",
            "no read before the first Config of the epoch is acknowledged",
            32,
            "Mastering",
            "        && core.commit >= inSync.firstIndex()\n",
            ""),
        Mutant.of(
            "3.7",
            "a learner is added when it has caught up",
            5,
            "InSyncSet",
            "boolean caughtUp = slave.match >= core.commit && slave.match >= firstIndex;",
            "boolean caughtUp = true;"),
        Mutant.of(
                "3.7",
                "a Config met while catching up grants nothing (regression 1)",
                45,
                "Following",
                "        inSync\n            && !core.stopping\n            && (core.eligible || (acknowledged >= newestConfig && core.durable >= acknowledged));",
                "        core.newestConfig().config().inSync().contains(core.self) && !core.stopping;")
            .withSmallLimits(),
        Mutant.of(
            "3.7",
            "eligible only when the Config is acknowledged (regression 5)",
            61,
            "Following",
            "acknowledged >= newestConfig && core.durable >= acknowledged",
            "core.durable >= acknowledged"),
        Mutant.of(
            "3.7",
            "eligible is lost at a restart (regression 2)",
            1,
            "Recovering",
            "    core.eligible = false;\n",
            "    core.eligible = core.newestConfig().config().inSync().contains(core.self);\n"),
        Mutant.of(
            "3.7",
            "eligible is lost when a slave leaves",
            60,
            "RoleState",
            "    core.eligible = false;\n",
            ""),
        Mutant.of(
            "3.8",
            "a late answer to Register cuts nothing",
            154,
            "Following",
            "if (phase != Phase.REGISTERING || isOutdated(reply)) {",
            "if (phase != Phase.REGISTERING) {"),
        Mutant.of(
                "3.8",
                "a state that applied what is cut is built anew",
                14,
                "CoreState",
                "if (Math.max(applied, commit) > fork.index()) {",
                "if (false) {")
            .in("partition"),
        Mutant.of(
            "3.8",
            "a sync of a log that was cut since does not count",
            49,
            "ReplicaCore",
            "synced.generation() == state.generation && ",
            ""),
        Mutant.of(
            "3.9",
            "a master that was paused asks before it goes on (regression 4)",
            38,
            "Mastering",
            "      confirmed = false;\n      core.eligible = false;\n",
            ""),
        Mutant.of(
            "3.9",
            "a slave that was paused is not eligible",
            225,
            "Following",
            "    core.eligible = false;\n    inSync = false;\n    contact.restart",
            "    contact.restart"),
        Mutant.of(
            "3.9",
            "only tokens sent after the pause confirm",
            38,
            "Mastering",
            "if (inTouchSince(confirmSince)) {",
            "if (inTouchSince(0)) {"),
        Mutant.of(
            "3.9",
            "a candidate that was paused gives up",
            145,
            "Electing",
            "    core.become(new Recovering(core));\n  }\n\n  private void decide() {",
            "  }\n\n  private void decide() {"),
        Mutant.of(
            "3.10, P2",
            "the vote is durable before anything else",
            1,
            "CoreState",
            "    emit(new Effect.PersistVote(epoch));\n",
            ""),
        Mutant.of(
            "3.10, P3",
            "a lower epoch is not promised",
            44,
            "ReplicaCore",
            "if (!repeated && !claim.epoch().isNewerThan(state.promised())) {",
            "if (false) {"),
        Mutant.of(
            "3.10, P4",
            "every member in sync is settled before the promotion",
            2,
            "Electing",
            "return otherDisk || core.now - silentSince >= core.timings.dropMillis();",
            "return true;"),
        Mutant.of(
            "3.10, P4",
            "who hands over must promise",
            26,
            "Electing",
            "return this == SILENT || this == GONE;",
            "return this == SILENT || this == GONE || this == HANDED_OVER;"),
        Mutant.of(
                "3.10, P6",
                "who the newest Config leaves out is not in sync",
                5,
                "Electing",
                "        && newest.config().inSync().contains(address)\n",
                "")
            .in("partition"),
        Mutant.of(
            "3.11",
            "a deposed master answers what is pending with an unknown outcome",
            38,
            "Mastering",
            "    core.emit(new Effect.FailPending(\"this server is no longer the master\"));\n",
            ""),
        Mutant.of(
            "3.12, S1",
            "the vote is written before the cluster id",
            55,
            "Recovering",
            "    core.promise(core.nextEpoch());\n    core.clusterId = Optional.of(core.settings.newClusterId());\n    core.emit(new Effect.AdoptCluster(core.settings.newClusterId()));\n",
            "    core.clusterId = Optional.of(core.settings.newClusterId());\n    core.emit(new Effect.AdoptCluster(core.settings.newClusterId()));\n    core.promise(core.nextEpoch());\n"),
        Mutant.of(
                "3.12, S3",
                "all have answered, and all have promised",
                1,
                "Recovering",
                "      if (!there) {",
                "      if (false) {")
            .and("Electing", "    if (isColdStart()) {\n      return false;\n    }\n", ""),
        Mutant.of(
                "3.10, P6",
                "in sync are eligible responders that the newest Config names",
                5,
                "Electing",
                "        && newest.config().inSync().contains(address)\n",
                "")
            .and("Electing", "        && (promised.promise().eligible() || isColdStart());", ";"),
        Mutant.of(
                "3.6",
                "reads: leases, asking after a pause, and the first Config",
                26,
                "Mastering",
                "        && inSync.others().stream().allMatch(slaves::leaseIsValid)) {",
                ") {")
            .and("Mastering", "      confirmed = false;\n", "")
            .and("Mastering", "        && core.commit >= inSync.firstIndex()\n", ""));
  }

  /** What it does not: another rule stands behind each, or a fault that is not promised for. */
  static List<Mutant> notFound() {
    return List.of(
        Mutant.of(
                "3.8",
                "a known address with another disk is another server",
                23,
                "Peers",
                "return heard == null || heard.dataUuid().equals(member.dataUuid());",
                "return true;")
            .in("wipes"),
        Mutant.of(
            "3.9",
            "gaps add up",
            29,
            "RoleState",
            "    sleptMillis += gapMillis;",
            "    sleptMillis = gapMillis;"),
        Mutant.of(
            "3.12, S3",
            "the newest Config among all answers counts",
            119,
            "Recovering",
            "ConfigAt newest = core.newestKnown();",
            "ConfigAt newest = core.newestConfig();"),
        Mutant.of(
                "3.8",
                "a new disk leaves the in-sync set",
                30,
                "Config",
                "stillInSync.remove(m.internalAddress())",
                "stillInSync.contains(m.internalAddress())")
            .in("wipes"),
        Mutant.of(
                "3.12, S3",
                "the newest Config among all answers and all promises counts",
                119,
                "CoreState",
                "return said.isNewerThan(newestConfig()) ? said : newestConfig();",
                "return newestConfig();")
            .and(
                "Electing",
                "newest = theirs.isNewerThan(newest) ? theirs : newest;",
                "newest = core.newestConfig();"),
        Mutant.of(
            "3.12, S3",
            "the one with the best log claims",
            89,
            "Recovering",
            "&& isBest(newest, answers)",
            ""),
        Mutant.of(
                "3.5",
                "a lower epoch is answered Stale, and ignored by who follows",
                1,
                "ReplicaCore",
                "message instanceof Message.Append && isStale(envelope)",
                "message instanceof Message.Append && false")
            .and(
                "Following",
                "if (!envelope.epoch().equals(core.promised()) && core.clusterId.isPresent()) {",
                "if (false) {"),
        Mutant.of(
            "3.6, 4a",
            "the newest Config is acknowledged itself",
            1,
            "Mastering",
            "boolean configIsEverywhere = newest.index() <= everywhere;",
            "boolean configIsEverywhere = true;"),
        Mutant.of(
            "3.6, 4b",
            "the first Config of the epoch is acknowledged itself",
            1,
            "Mastering",
            "boolean ownEpochIsEverywhere = inSync.firstIndex() <= everywhere;",
            "boolean ownEpochIsEverywhere = true;"),
        Mutant.of(
                "3.6, 4a and 4b",
                "both",
                1,
                "Mastering",
                "boolean configIsEverywhere = newest.index() <= everywhere;",
                "boolean configIsEverywhere = true;")
            .and(
                "Mastering",
                "boolean ownEpochIsEverywhere = inSync.firstIndex() <= everywhere;",
                "boolean ownEpochIsEverywhere = true;"),
        Mutant.of(
            "3.6",
            "reads only while every lease in sync runs",
            1,
            "Mastering",
            "        && inSync.others().stream().allMatch(slaves::leaseIsValid)) {",
            ") {"),
        Mutant.of(
                "3.6",
                "reads only while every lease runs; a paused master asks first",
                1,
                "Mastering",
                "        && inSync.others().stream().allMatch(slaves::leaseIsValid)) {",
                ") {")
            .and("Mastering", "      confirmed = false;\n", ""),
        Mutant.of(
            "3.6",
            "acknowledgements of another epoch do not count",
            1,
            "Mastering",
            "if (!isCurrent(envelope) || !slave.subscribed) {",
            "if (!slave.subscribed) {"),
        Mutant.of(
            "3.7",
            "a member is dropped only while those who stay grant their leases",
            1,
            "InSyncSet",
            "boolean restConfirms = others().stream().allMatch(a -> silent.contains(a) || stillGrants(a));",
            "boolean restConfirms = true;"),
        Mutant.of(
            "3.7",
            "eligible only when everything acknowledged is on its disk",
            1,
            "Following",
            "acknowledged >= newestConfig && core.durable >= acknowledged",
            "acknowledged >= newestConfig"),
        Mutant.of(
            "3.7",
            "eligible is lost when dropped",
            1,
            "Following",
            "        inSync\n            && !core.stopping\n            && (core.eligible || (",
            "        !core.stopping\n            && (core.eligible || (inSync && "),
        Mutant.of(
            "3.8",
            "only a new process can have lost what it acknowledged",
            1,
            "Mastering",
            "boolean restarted = !envelope.incarnation().equals(slave.incarnation);",
            "boolean restarted = true;"),
        Mutant.of(
            "3.8",
            "a subscription must follow the master's log",
            1,
            "Mastering",
            "        || !core.log.matches(subscribe.after())) {",
            ") {"),
        Mutant.of(
                "3.8",
                "a subscription and an Append must follow the other's log",
                1,
                "Mastering",
                "        || !core.log.matches(subscribe.after())) {",
                ") {")
            .and("Following", "if (!core.log.matches(previous)) {", "if (false) {"),
        Mutant.of(
            "3.10, P3",
            "no promise while an own lease grant runs",
            1,
            "Following",
            "return core.now < grantUntil\n",
            "return false\n"),
        Mutant.of(
            "3.10, P3",
            "who hears the master objects",
            1,
            "Following",
            "if (phase == Phase.SUBSCRIBED && isHeardNow(master)) {",
            "if (false) {"),
        Mutant.of(
            "3.10, P4",
            "who is asked to take over and is out of touch gives up",
            1,
            "Electing",
            "return reason == Reason.HANDED_OVER\n",
            "return false && reason == Reason.HANDED_OVER\n"),
        Mutant.of(
            "3.10, P4",
            "gone is proved anew for each election",
            1,
            "Electing",
            "    core.peers.forgetGone();\n",
            ""),
        Mutant.of(
                "3.10, P4",
                "gone is proved anew for each election and each master",
                1,
                "Electing",
                "    core.peers.forgetGone();\n",
                "")
            .and("Following", "    core.peers.forgetGone();\n", ""),
        Mutant.of(
            "3.10, P4",
            "who runs but is not master must promise",
            1,
            "Electing",
            "return this == SILENT || this == GONE;",
            "return this == SILENT || this == GONE || this == NOT_MASTER;"),
        Mutant.of(
            "3.10, P4",
            "a newer Config that leaves the candidate out ends its claim",
            1,
            "Electing",
            "if (newest.config().inSync().contains(core.self)) {\n      return false;",
            "if (true) {\n      return false;"),
        Mutant.of(
            "3.10, P5",
            "the tail of the best log is pulled first",
            1,
            "Electing",
            "if (longest.isPresent() && positionOf(longest.get()).compareTo(core.log.last()) > 0) {",
            "if (false) {"),
        Mutant.of(
            "3.10, P6",
            "in sync are eligible responders only",
            1,
            "Electing",
            "        && (promised.promise().eligible() || isColdStart());",
            ";"),
        Mutant.of(
            "3.12, S3",
            "all of the newest in-sync set have answered (regression 3)",
            1,
            "Recovering",
            "      if (!there) {",
            "      if (false) {"),
        Mutant.of(
            "3.12, S3",
            "all of the newest in-sync set have promised",
            1,
            "Electing",
            "    if (isColdStart()) {\n      return false;\n    }\n",
            ""));
  }
}
