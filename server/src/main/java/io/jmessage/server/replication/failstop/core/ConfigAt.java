package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import java.util.List;
import java.util.TreeSet;

/** A Config and the index of its entry. {@link #NONE} stands in an empty log. */
public record ConfigAt(Config config, long index) {

  public static final ConfigAt NONE =
      new ConfigAt(new Config(Epoch.NONE, List.of(), new TreeSet<Address>()), 0);

  /** Whether this one replaced {@code other}, wherever each was seen. */
  boolean isNewerThan(ConfigAt other) {
    int byEpoch = config.epoch().compareTo(other.config.epoch());
    return byEpoch != 0 ? byEpoch > 0 : index > other.index;
  }
}
