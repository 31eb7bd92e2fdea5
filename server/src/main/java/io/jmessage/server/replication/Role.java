package io.jmessage.server.replication;

/** What a server is at the moment. Roles change; the process and its ports stay. */
public enum Role {
  /** An empty data directory, not a member of any cluster yet. */
  EMPTY,
  /** Has data, and looks for the master. */
  RECOVERING,
  /** Follows the master and is being caught up; counts as failed. */
  LEARNER,
  /** Holds everything acknowledged; may be promoted. */
  SLAVE,
  /** Collects promises for a new epoch. */
  CANDIDATE,
  /** Orders commands and answers clients. */
  MASTER,
  /** Its log or disk is damaged: takes no part until repaired. */
  DEGRADED
}
