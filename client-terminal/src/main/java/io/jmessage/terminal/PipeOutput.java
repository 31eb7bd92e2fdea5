package io.jmessage.terminal;

import java.io.PrintStream;

/**
 * Plain lines for programs: answers and messages to standard output, warnings and errors to
 * standard error, notes nowhere. Thread-safe.
 */
public final class PipeOutput implements Output {
  private final PrintStream out;
  private final PrintStream err;

  public PipeOutput(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public synchronized void print(Kind kind, String line) {
    String safe = PlainText.of(line);
    switch (kind) {
      case ANSWER, MESSAGE -> out.println(safe);
      case WARNING, ERROR -> err.println(safe);
      case NOTE -> {}
    }
    out.flush();
    err.flush();
  }
}
