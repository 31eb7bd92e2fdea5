package io.jmessage.server.replication.failstop.core;

/** What the master knows of one other server. */
final class Slave {
  boolean subscribed;
  long subscribedAt = Peers.NEVER;

  /** Up to where the log has been pushed to it. */
  long sent;

  /** Up to where the log is on its disk. */
  long match;

  /** It can be caught up from the log while that reaches back to here. */
  long needsFrom = Long.MAX_VALUE;

  /** When the newest token that it echoed was sent: its lease counts from then. */
  long token = Peers.NEVER;

  /** When the newest Append was sent that it has taken. */
  long told = Peers.NEVER;

  /** Of the process that subscribed last. */
  String incarnation = "";

  /** It has been told, since it subscribed, that it is in sync: it would serve alone. */
  boolean knowsItIsInSync;
}
