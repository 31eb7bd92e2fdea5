package io.jmessage.server.replication.failstop.transport;

import io.jmessage.server.replication.LogPosition;
import java.util.List;

/**
 * A part of a log that was cut off and kept.
 *
 * @param after the last position that the histories share
 * @param keptMillis when, since 1970
 * @param submitted entries that have been submitted again, of {@code toSubmit}
 * @param leftAside what could not be taken, and why
 * @param trouble why it cannot be read; empty: it can
 */
public record KeptSuffix(
    String file,
    LogPosition after,
    LogPosition last,
    long bytes,
    long keptMillis,
    long submitted,
    long toSubmit,
    List<String> leftAside,
    String trouble) {

  public KeptSuffix {
    leftAside = List.copyOf(leftAside);
  }

  long entries() {
    return last.index() - after.index();
  }
}
