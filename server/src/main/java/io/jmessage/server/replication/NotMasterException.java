package io.jmessage.server.replication;

import java.util.Optional;

/** This server is not the master. Nothing happened; ask the master, if one is known. */
public final class NotMasterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<ClusterView.Member> master;

  public NotMasterException(Optional<ClusterView.Member> master) {
    super(master.map(m -> "not master; the master is server " + m.id()).orElse("no master"));
    this.master = master;
  }

  public Optional<ClusterView.Member> master() {
    return master;
  }
}
