package io.jmessage.simulator;

/** Faults that belong together. What each does to the cluster is in {@link FaultMaker}. */
enum Pattern {
  /** One fault of any kind that the profile has. */
  SINGLE,
  /** Everybody dies within a moment; each comes back in its own time. */
  COLD_STOP,
  /** One after the other dies, is dropped, and comes back. */
  ROLLING,
  /** One after the other dies, and those who died first come back first. */
  STALE_FIRST,
  /** The master is frozen while others die and come back. */
  FROZEN_MASTER,
  /** Several faults in half a second. */
  BURST,
  /** Several deaths and pauses, each at a change of role. */
  TROUBLED_ELECTION,
  /** A server comes back while another one is slow; the master dies when it counts again. */
  REJOIN,
  /** Streams break again and again while calls are lost and late copies of them arrive. */
  REREGISTRATION
}
