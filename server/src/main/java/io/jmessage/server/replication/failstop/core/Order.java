package io.jmessage.server.replication.failstop.core;

/** What an operator can want of a server. What is random or a time of day comes from outside. */
public sealed interface Order {

  /** The master hands over and stays as a slave. */
  record StepDown() implements Order {}

  /** The master removes a member that is gone for good. */
  record Forget(String id) implements Order {}

  /** A DEGRADED server begins anew, as another disk, under that data uuid. */
  record Repair(String newDataUuid) implements Order {}

  /**
   * A server becomes master without those that it waits for; what only they hold is lost.
   *
   * @param id of the server that is meant
   * @param atMillis since 1970, for the record
   */
  record ForcePromote(String id, long atMillis) implements Order {}
}
