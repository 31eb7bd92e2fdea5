package io.jmessage.system.torture.check;

/** A time in which a server certainly did nothing: it was dead or stopped from here to there. */
public record Outage(int server, long from, long to) {

  /** Whether it did nothing in all of that time. */
  boolean covers(long begun, long ended) {
    return from - begun <= 0 && ended - to <= 0;
  }
}
