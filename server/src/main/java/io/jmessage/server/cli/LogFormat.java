package io.jmessage.server.cli;

/** How log lines look. */
enum LogFormat {
  TEXT,
  JSON
}
