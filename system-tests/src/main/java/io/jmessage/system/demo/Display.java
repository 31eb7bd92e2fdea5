package io.jmessage.system.demo;

import java.util.Locale;

/** Whether a window could be shown, found out without a toolkit. */
final class Display {

  private Display() {}

  static boolean isThere() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean always = system.contains("windows") || system.contains("mac");
    return always || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isBlank();
  }
}
