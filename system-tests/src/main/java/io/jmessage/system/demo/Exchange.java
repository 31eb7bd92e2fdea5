package io.jmessage.system.demo;

import io.jmessage.system.history.User;

/** What two users say to each other. */
interface Exchange {

  /** How many lines there are, of both together. */
  int lines();

  /** Starts it; it goes on by itself. A line that fails ends it. */
  void begin(User first, User second);
}
