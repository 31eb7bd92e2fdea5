package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.terminal.command.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The shell for a program: a command per line, plain answers, errors apart. Goes on after a failed
 * command; the exit code tells that there was one. At the end of the input it waits for what was
 * sent.
 */
final class PipeTerminal {
  private final BufferedReader input;
  private final Shell shell;

  PipeTerminal(BufferedReader input, Output output, ChatClient client) {
    this.input = input;
    this.shell =
        new Shell(client, output, Questions.nobody(), new PatientWaiting(client, output), false);
  }

  Shell shell() {
    return shell;
  }

  /** Runs all lines; true: every one of them succeeded. */
  boolean run() {
    CommandRunner runner = new CommandRunner(shell, new Commands());
    boolean allDone = true;
    String line = readLine();
    while (line != null && !shell.isExiting()) {
      allDone &= runner.run(line);
      line = shell.isExiting() ? null : readLine();
    }
    return awaitSends() && allDone;
  }

  private boolean awaitSends() {
    try {
      shell.sends().awaitAll();
      shell.awaitMarks();
      return shell.sends().failures() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String readLine() {
    try {
      return input.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("the input cannot be read", e);
    }
  }
}
