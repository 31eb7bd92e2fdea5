package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Role;
import java.util.Optional;

/**
 * Has a damaged log, so it is another server than the one that acknowledged (A1), and takes no
 * part: it claims nothing, counts nowhere, serves nothing of its log and changes nothing on its
 * disk but the vote. It looks for the master, since an operator may have it begin anew from that
 * one (docs/protocol.md, 3.12).
 */
final class Degraded extends RoleState {

  private final String damage;
  private Optional<Address> master = Optional.empty();
  private long answeredAt = Peers.NEVER;
  private long askAt = Peers.NEVER;

  Degraded(CoreState core, String damage) {
    super(core);
    this.damage = damage;
  }

  @Override
  Role role() {
    return Role.DEGRADED;
  }

  /** A master of the promised epoch that answers. */
  @Override
  Optional<Address> master() {
    return core.now - answeredAt <= core.timings.failMillis() ? master : Optional.empty();
  }

  @Override
  Optional<String> trouble() {
    return Optional.of(damage);
  }

  @Override
  boolean followsEpochs() {
    return false;
  }

  @Override
  boolean joinsWhomItPromised() {
    return false;
  }

  @Override
  boolean servesItsLog() {
    return false;
  }

  @Override
  void enter() {
    core.eligible = false;
    onTick();
  }

  @Override
  void onTick() {
    if (core.now >= askAt) {
      askAt = core.now + core.timings.heartBeatMillis();
      core.askAll();
    }
  }

  @Override
  void onMessage(Envelope envelope, long replyTo, Message message) {
    if (message instanceof Message.CheckMasterReply reply) {
      onAnswer(envelope, reply);
    } else if (message instanceof Message.NewMaster) {
      core.reply(replyTo, new Message.NewMasterReply());
    }
  }

  private void onAnswer(Envelope envelope, Message.CheckMasterReply reply) {
    Optional<Address> from = Optional.of(envelope.from());
    if (reply.role() == Role.MASTER && envelope.epoch().equals(core.promised())) {
      master = from;
      answeredAt = core.now;
    } else if (master.equals(from)) {
      master = Optional.empty();
    }
  }

  /** After a full stop the log counts, and this one is not whole: whoever asks must wait for it. */
  @Override
  Optional<Message> declines(Message.Claim claim) {
    return claim.coldStart() ? Optional.of(core.describe()) : Optional.empty();
  }

  @Override
  Optional<Message> objectionTo(Message.Claim claim, Address candidate) {
    return claim.certain()
        ? Optional.empty()
        : master()
            .filter(m -> !m.equals(candidate))
            .filter(m -> core.now - answeredAt <= 2 * core.timings.heartBeatMillis())
            .map(m -> new Message.Objection(core.promised(), m));
  }

  // ---- Repair.

  @Override
  void onOrder(long ticket, Order order) {
    if (!(order instanceof Order.Repair repair)) {
      super.onOrder(ticket, order);
    } else if (master().isEmpty()) {
      refuse(
          ticket,
          "there is no master to fetch the data from. Start the other servers; if they wait for this"
              + " one, promote the best of them with ./jmessage admin force-promote, then repair");
    } else {
      beginAnew(ticket, repair, master().get());
    }
  }

  private void beginAnew(long ticket, Order.Repair repair, Address from) {
    core.note("sets its damaged data aside and begins anew, from the master at " + from);
    core.beginAnew(repair.newDataUuid());
    accept(
        ticket,
        "the damaged data are kept in the directory damaged/; fetches everything from the master at "
            + from);
    core.become(new Following(core, from, true));
  }
}
