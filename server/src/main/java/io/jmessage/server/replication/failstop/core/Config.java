package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who is a member and who is in sync: the payload of a Config entry (docs/protocol.md, 3.2). It
 * counts from the moment it is appended, acknowledged or not.
 *
 * @param inSync internal addresses, in address order; always holds the master of {@code epoch}
 * @param forced the newest forced promotion of this history, by this Config or an older one
 */
public record Config(
    Epoch epoch, List<MemberRecord> members, SortedSet<Address> inSync, Optional<Forced> forced) {

  public Config {
    members = List.copyOf(members);
    inSync = Collections.unmodifiableSortedSet(new TreeSet<>(inSync));
  }

  /** A Config of a history in which nothing was forced. */
  public Config(Epoch epoch, List<MemberRecord> members, SortedSet<Address> inSync) {
    this(epoch, members, inSync, Optional.empty());
  }

  Optional<MemberRecord> member(Address address) {
    return members.stream().filter(m -> m.internalAddress().equals(address)).findFirst();
  }

  /** The same members in a new epoch, with another in-sync set. */
  Config withInSync(Epoch newEpoch, Collection<Address> addresses) {
    return new Config(newEpoch, members, new TreeSet<>(addresses), forced);
  }

  /**
   * With this member added, or put in the place of whoever had its address or its id. What it
   * replaces leaves the in-sync set: its acknowledgements were another disk's.
   */
  Config withMember(Epoch newEpoch, MemberRecord added) {
    TreeSet<Address> stillInSync = new TreeSet<>(inSync);
    List<MemberRecord> others =
        members.stream().filter(m -> !replaces(added, m)).collect(Collectors.toList());
    members.stream()
        .filter(m -> replaces(added, m))
        .forEach(m -> stillInSync.remove(m.internalAddress()));
    others.add(added);
    others.sort(Comparator.comparing(MemberRecord::internalAddress));
    return new Config(newEpoch, others, stillInSync, forced);
  }

  /** Without a member that is not in sync. */
  Config withoutMember(Epoch newEpoch, Address address) {
    return new Config(
        newEpoch,
        members.stream().filter(m -> !m.internalAddress().equals(address)).toList(),
        inSync,
        forced);
  }

  private static boolean replaces(MemberRecord added, MemberRecord old) {
    return old.internalAddress().equals(added.internalAddress()) || old.id().equals(added.id());
  }
}
