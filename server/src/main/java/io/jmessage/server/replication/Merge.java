package io.jmessage.server.replication;

import com.google.protobuf.ByteString;

/** What becomes of a command that was acknowledged on the other side of a partition. */
public sealed interface Merge {

  /**
   * It is ordered here, in this form.
   *
   * @param decides what comes after it depends on what applying it comes to
   */
  record Order(ByteString command, boolean decides) implements Merge {}

  /** Nothing: it has no meaning here, or has taken effect already. */
  record Skip() implements Merge {}

  /**
   * It cannot be taken; the archive keeps it.
   *
   * @param why for the operator, in one line
   * @param what what later commands may build on; empty: nothing
   */
  record LeaveAside(String why, String what) implements Merge {}
}
