package io.jmessage.server.replication.failstop.core;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Since when at most a slave may have been silent for its master, by the slave's clock
 * (docs/protocol.md, 3.9). The master counts from when it sent the newest token that it got back.
 * The token of an answer is younger than the call that was answered; the next call gives it back,
 * and that it got there only the answer to that one shows. A pause of the slave moves none of this,
 * since the master does not wait longer for that.
 */
final class Contact {

  private long since;

  /** When the newest call was made whose answer is here: what is given back is younger. */
  private long tokenSince;

  /** What {@link #tokenSince} was at each heart-beat without an answer, by when it was sent. */
  private final NavigableMap<Long, Long> heartBeats = new TreeMap<>();

  /** The master counts from now or later: it has yet to begin. */
  Contact(long now) {
    restart(now);
  }

  /** As at the beginning. */
  void restart(long now) {
    since = now;
    tokenSince = now;
    heartBeats.clear();
  }

  /** The master had not begun yet when it answered a call of that time. */
  void isLaterThan(long calledAt) {
    since = Math.max(since, calledAt);
    tokenSince = Math.max(tokenSince, calledAt);
  }

  void sentHeartBeat(long now) {
    heartBeats.putIfAbsent(now, tokenSince);
  }

  void heartBeatAnswered(long calledAt) {
    since = Math.max(since, heartBeats.getOrDefault(calledAt, since));
    tokenSince = Math.max(tokenSince, calledAt);
    heartBeats.headMap(calledAt, true).clear();
  }

  long since() {
    return since;
  }
}
