package io.jmessage.system.link;

/** What can happen to a link. */
public enum LinkFault {
  /** Nothing passes, in either direction; connections stay, new ones get no answer. */
  CUT,
  /** The same in one direction only. */
  ONE_WAY,
  /** Connections are reset and new ones are refused, as by a firewall that rejects. */
  REFUSE,
  /** Everything passes later, and not evenly so; in order. */
  SLOW,
  /** So many bytes in a second, and no more. */
  NARROW,
  /** One end of each connection is closed, and the other end does not learn of it. */
  HALF_OPEN,
  /** Each connection is reset at both ends; new ones are made at once. */
  RESET
}
