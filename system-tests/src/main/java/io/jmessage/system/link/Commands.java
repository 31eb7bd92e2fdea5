package io.jmessage.system.link;

import io.jmessage.system.SystemFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Short programs of the system, run to their end. */
final class Commands {
  private static final long SECONDS = 20;

  private Commands() {}

  /**
   * Runs it; words are separated by one blank.
   *
   * @throws SystemFailure with what it said, if it is not there, fails, or does not end
   */
  static void run(String command, String... values) {
    runWithInput("", command, values);
  }

  /** The same with this as its input. */
  static void runWithInput(String input, String command, String... values) {
    String line = String.format(command, (Object[]) values);
    try {
      Process process =
          new ProcessBuilder(Arrays.asList(line.split(" "))).redirectErrorStream(true).start();
      try {
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new SystemFailure(line + ": " + output);
        }
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new SystemFailure(line + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }

  /** Runs it, whether what it names is there or not. */
  static void runIfThere(String command, String... values) {
    try {
      run(command, values);
    } catch (SystemFailure e) {
      // What it names was not made.
    }
  }
}
