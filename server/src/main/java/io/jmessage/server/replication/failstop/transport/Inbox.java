package io.jmessage.server.replication.failstop.transport;

import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Event;
import java.io.IOException;
import java.util.Optional;

/** Where what comes from other servers goes. Called on threads of the network; must not block. */
public interface Inbox {

  /** A message, the end of a stream, the answer to a probe. */
  void received(Event event);

  /** Whether this server has a cluster and the sender another one. Any thread. */
  boolean isForeign(Envelope sender);

  /**
   * Opens a snapshot for a peer; called on a thread that may block.
   *
   * @return empty if this server serves none to that peer now
   */
  Optional<SnapshotSource> openSnapshot(Envelope peer) throws IOException;
}
