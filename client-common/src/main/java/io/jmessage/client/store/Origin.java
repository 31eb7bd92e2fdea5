package io.jmessage.client.store;

import java.io.IOException;

/** How a message came here. */
public enum Origin {
  /** By paging back: says nothing of what has been delivered. */
  HISTORY(0),
  /** To fill a hole: delivered, but others with lower ids may be missing still. */
  HOLE(1),
  /** By the stream: everything up to its id has been delivered. */
  STREAM(2);

  private final int number;

  Origin(int number) {
    this.number = number;
  }

  /** In files: never changes. */
  int number() {
    return number;
  }

  static Origin of(int number) throws IOException {
    for (Origin origin : values()) {
      if (origin.number == number) {
        return origin;
      }
    }
    throw new IOException("a message of the unknown origin " + number);
  }
}
