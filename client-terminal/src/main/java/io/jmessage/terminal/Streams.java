package io.jmessage.terminal;

import java.io.InputStream;
import java.io.PrintStream;

/** The three streams of the process, in UTF-8 whatever the locale says. */
record Streams(InputStream in, PrintStream out, PrintStream err) {}
