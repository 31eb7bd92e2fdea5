package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this server knows of the others: when each was heard and when it answered, what it last said
 * of itself, and whether its process is known to be gone (docs/protocol.md, 3.9, two qualities of
 * evidence).
 */
final class Peers {

  /** Long before every start. */
  static final long NEVER = Long.MIN_VALUE / 4;

  private final Map<Address, Peer> peers = new HashMap<>();

  private static final class Peer {
    long heardAt = NEVER;
    long answeredAt = NEVER;
    @Nullable MemberRecord record;
    Message.@Nullable CheckMasterReply said;
    long saidAt = NEVER;
    boolean probing;
    boolean gone;
    long refusedSince = NEVER;
    long probeAt = NEVER;
  }

  void heard(Envelope envelope, long now) {
    Peer peer = peer(envelope.from());
    peer.heardAt = now;
    peer.record = envelope.sender();
    peer.gone = false;
    peer.probing = false;
    peer.refusedSince = NEVER;
  }

  void said(Address address, Message.CheckMasterReply reply, long now) {
    Peer peer = peer(address);
    peer.said = reply;
    peer.saidAt = now;
  }

  /** It has answered what was sent to it at that time: messages get through both ways. */
  void answered(Address address, long sentAt) {
    Peer peer = peer(address);
    peer.answeredAt = Math.max(peer.answeredAt, sentAt);
  }

  /** This process slept: the silence of others in that time says nothing. */
  void forgive(long gapMillis) {
    for (Peer peer : peers.values()) {
      peer.heardAt += peer.heardAt == NEVER ? 0 : gapMillis;
      peer.answeredAt += peer.answeredAt == NEVER ? 0 : gapMillis;
    }
  }

  /** When the newest message was sent to it that it has answered. */
  long answeredAt(Address address) {
    return peer(address).answeredAt;
  }

  long heardAt(Address address) {
    return peer(address).heardAt;
  }

  boolean isGone(Address address) {
    return peer(address).gone;
  }

  /** Whoever was gone may have been started again since: only new probes can tell. */
  void forgetGone() {
    peers
        .values()
        .forEach(
            peer -> {
              peer.gone = false;
              peer.probing = false;
              peer.refusedSince = NEVER;
            });
  }

  /** What it said of itself, if it did so at {@code since} or later. */
  Optional<Message.CheckMasterReply> saidSince(Address address, long since) {
    Peer peer = peer(address);
    return peer.saidAt >= since ? Optional.ofNullable(peer.said) : Optional.empty();
  }

  /** The newest Config that anybody said to have, ever since this server started. */
  ConfigAt newestSaid() {
    ConfigAt newest = ConfigAt.NONE;
    for (Peer peer : peers.values()) {
      if (peer.said != null && peer.said.newest().isNewerThan(newest)) {
        newest = peer.said.newest();
      }
    }
    return newest;
  }

  /**
   * Whether the server that was heard there is the one that this record names, with the same disk.
   */
  boolean isSameDisk(MemberRecord member) {
    MemberRecord heard = peer(member.internalAddress()).record;
    return heard == null || heard.dataUuid().equals(member.dataUuid());
  }

  /** Begins to probe; true if a probe must be sent now. */
  boolean startProbing(Address address) {
    Peer peer = peer(address);
    if (peer.probing) {
      return false;
    }
    peer.probing = true;
    peer.refusedSince = NEVER;
    peer.probeAt = Long.MAX_VALUE;
    return true;
  }

  /** Takes the answer to a probe; true if it proves that the process is gone. */
  boolean probed(Address address, Event.ProbeResult result, long now) {
    Peer peer = peer(address);
    if (!peer.probing) {
      return false;
    }
    if (result != Event.ProbeResult.REFUSED) {
      peer.probing = false;
      peer.gone = false;
      return false;
    }
    if (peer.refusedSince == NEVER) {
      peer.refusedSince = now;
    }
    peer.gone = now - peer.refusedSince >= CoreSettings.REFUSED_AGAIN_MILLIS;
    peer.probing = !peer.gone;
    peer.probeAt = peer.refusedSince + CoreSettings.REFUSED_AGAIN_MILLIS;
    return peer.gone;
  }

  /** The servers to probe again now. */
  List<Address> dueProbes(long now) {
    List<Address> due = new ArrayList<>();
    peers.forEach(
        (address, peer) -> {
          if (peer.probing && now >= peer.probeAt) {
            peer.probeAt = Long.MAX_VALUE;
            due.add(address);
          }
        });
    due.sort(null);
    return due;
  }

  private Peer peer(Address address) {
    return peers.computeIfAbsent(address, a -> new Peer());
  }
}
