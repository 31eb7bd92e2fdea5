package io.jmessage.gui.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Asks the desktop whether it is dark, with its own command, since JavaFX 21 cannot tell. What
 * cannot be found out within a second counts as light.
 */
public final class SystemTheme {
  private static final long ANSWER_MILLIS_MAX = 1000;
  private static final int ANSWER_BYTES_MAX = 4096;

  private SystemTheme() {}

  /** Blocks up to a second; not for the UI thread. */
  public static boolean isDark() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return says("dark", "defaults", "read", "-g", "AppleInterfaceStyle");
    }
    if (system.contains("windows")) {
      return says(
          "0x0",
          "reg",
          "query",
          "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
          "/v",
          "AppsUseLightTheme");
    }
    return says("dark", "gsettings", "get", "org.gnome.desktop.interface", "color-scheme");
  }

  private static boolean says(String word, String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)
            && output(process).toLowerCase(Locale.ROOT).contains(word);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException noSuchCommand) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String output(Process process) throws IOException {
    try (InputStream stream = process.getInputStream()) {
      return new String(stream.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
    }
  }
}
