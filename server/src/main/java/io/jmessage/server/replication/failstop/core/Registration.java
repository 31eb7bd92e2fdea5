package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.LogPosition;
import java.util.Optional;

/** What a master answers to a server that registers (docs/protocol.md, 3.8). */
final class Registration {

  private final CoreState core;
  private final Slaves slaves;
  private final InSyncSet inSync;

  Registration(CoreState core, Slaves slaves, InSyncSet inSync) {
    this.core = core;
    this.slaves = slaves;
    this.inSync = inSync;
  }

  /** Makes the sender a member, if it is none, and tells it where their logs part. */
  Message.RegisterReply register(Envelope envelope, Message.Register register) {
    MemberRecord sender = envelope.sender();
    Optional<String> refusal = idInUse(sender);
    if (refusal.isPresent()) {
      return reply(Message.Verdict.REFUSED, refusal.get());
    }
    Address address = envelope.from();
    if (!inSync.config().member(address).equals(Optional.of(sender))) {
      core.note("registers server " + sender.id() + " at " + address);
      inSync.change(inSync.config().withMember(core.promised(), sender));
    }
    Optional<LogPosition> fork = core.log.forkWith(register.epochTable());
    boolean snapshot =
        fork.isEmpty()
            || (fork.get().index() == 0 && core.commit > CoreSettings.REPLAY_ENTRIES_MAX);
    // A snapshot that it gets now is of what is applied, or newer.
    slaves.get(address).needsFrom = snapshot ? core.applied : fork.get().index();
    return snapshot
        ? reply(Message.Verdict.SNAPSHOT_NEEDED, "")
        : new Message.RegisterReply(
            Message.Verdict.FROM_FORK, Optional.empty(), fork.get(), core.newestConfig(), "");
  }

  private Message.RegisterReply reply(Message.Verdict verdict, String text) {
    return new Message.RegisterReply(
        verdict, Optional.empty(), LogPosition.START, core.newestConfig(), text);
  }

  /** An id names one server: another one with the same id must not push out a living one. */
  private Optional<String> idInUse(MemberRecord newcomer) {
    return inSync.config().members().stream()
        .filter(m -> m.id().equals(newcomer.id()))
        .filter(m -> !m.dataUuid().equals(newcomer.dataUuid()))
        .filter(m -> !m.internalAddress().equals(newcomer.internalAddress()))
        .filter(m -> isAlive(m.internalAddress()))
        .findFirst()
        .map(
            m ->
                "id "
                    + m.id()
                    + " is that of the server at "
                    + m.internalAddress()
                    + "; give this server another id");
  }

  // ---- The other way.

  /** Why that member cannot be forgotten; empty: it can. */
  Optional<String> reasonToKeep(String id) {
    Optional<MemberRecord> member = member(id);
    if (member.isEmpty()) {
      return Optional.of("there is no member with id " + id);
    }
    Address address = member.get().internalAddress();
    if (address.equals(core.self)) {
      return Optional.of("server " + id + " is the master itself: have it step down and stop it");
    } else if (inSync.config().inSync().contains(address)) {
      return Optional.of("server " + id + " is in sync: stop it first");
    } else if (isAlive(address)) {
      return Optional.of(
          "server "
              + id
              + " was heard less than "
              + core.timings.dropMillis()
              + " ms ago: stop it first");
    }
    return Optional.empty();
  }

  /** Removes a member; if it comes back, it registers anew. */
  Address forget(String id) {
    Address address = member(id).orElseThrow().internalAddress();
    core.note("forgets server " + id + " at " + address);
    inSync.change(inSync.config().withoutMember(core.promised(), address));
    return address;
  }

  private Optional<MemberRecord> member(String id) {
    return inSync.config().members().stream().filter(m -> m.id().equals(id)).findFirst();
  }

  /**
   * Whether it was sent by a disk that has been replaced since: the one that is a member now, at
   * the same address, was in touch just now. A new disk asks again until the old one is not.
   */
  boolean isOfAnotherDisk(Envelope envelope) {
    return inSync
        .config()
        .member(envelope.from())
        .filter(member -> !member.dataUuid().equals(envelope.sender().dataUuid()))
        .filter(member -> inSync.isInTouch(envelope.from()))
        .isPresent();
  }

  private boolean isAlive(Address address) {
    return address.equals(core.self) || inSync.isHeard(address);
  }
}
