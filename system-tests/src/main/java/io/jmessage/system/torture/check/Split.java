package io.jmessage.system.torture.check;

import java.util.List;
import java.util.Set;

/**
 * A time in which the network was cut in two, and what came of it.
 *
 * @param one client addresses of the servers of one side
 * @param other those of the other side
 * @param cut when it was cut for certain
 * @param heal when it was about to be mended
 * @param whole when all servers were in sync again
 * @param twin an account that users of both sides tried to create
 * @param tooFew client addresses of servers that must not acknowledge anything meanwhile
 */
public record Split(
    Set<String> one,
    Set<String> other,
    long cut,
    long heal,
    long whole,
    String twin,
    Set<String> tooFew) {
  public Split {
    one = Set.copyOf(one);
    other = Set.copyOf(other);
    tooFew = Set.copyOf(tooFew);
  }

  /** Whether it was handed over while the network was cut. */
  boolean began(Sent sent) {
    return sent.begun() >= cut && sent.begun() <= heal;
  }

  /** Whether it was handed over and acknowledged while the network was cut. */
  public boolean covers(Sent sent) {
    return sent.begun() >= cut && sent.ended() <= heal;
  }

  /** Whether the cut may have had a part in what became of it. */
  boolean touches(Sent sent) {
    return sent.begun() <= whole && sent.ended() >= cut;
  }

  /** The newest epoch in which one of these servers acknowledged meanwhile; 0: none did. */
  private long epoch(Set<String> servers, List<Sent> acknowledged) {
    return acknowledged.stream()
        .filter(this::covers)
        .filter(sent -> servers.contains(sent.server()))
        .mapToLong(Sent::epoch)
        .max()
        .orElse(0);
  }

  /** The side whose mastership was the older one, if both acknowledged; empty: none gave way. */
  Set<String> gaveWay(List<Sent> acknowledged) {
    long ofOne = epoch(one, acknowledged);
    long ofOther = epoch(other, acknowledged);
    if (ofOne == 0 || ofOther == 0) {
      return Set.of();
    }
    if (ofOne == ofOther) {
      // Two claims at once: the smaller address outranks.
      return master(one, ofOne, acknowledged).compareTo(master(other, ofOne, acknowledged)) > 0
          ? one
          : other;
    }
    return ofOne < ofOther ? one : other;
  }

  /** Of that side in that epoch; client addresses have the order of the internal ones here. */
  private String master(Set<String> servers, long epoch, List<Sent> acknowledged) {
    return acknowledged.stream()
        .filter(sent -> covers(sent) && sent.epoch() == epoch && servers.contains(sent.server()))
        .map(Sent::server)
        .findFirst()
        .orElse("");
  }

  /** Up to which message id the standing side had come by itself, as its users were told. */
  long ownUpTo(Set<String> gaveWay, List<Sent> acknowledged) {
    return acknowledged.stream()
        .filter(this::began)
        .filter(sent -> !gaveWay.contains(sent.server()))
        .flatMap(sent -> sent.receipt().stream())
        .mapToLong(receipt -> receipt.message().id())
        .max()
        .orElse(0);
  }

  /** The newest epoch of the side that gave way. */
  long oldEpoch(List<Sent> acknowledged) {
    return Math.min(epoch(one, acknowledged), epoch(other, acknowledged));
  }
}
