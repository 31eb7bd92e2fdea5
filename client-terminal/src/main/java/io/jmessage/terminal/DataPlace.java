package io.jmessage.terminal;

import java.nio.file.Path;
import java.util.Map;

/** Where a person's clients keep their files, if the command line does not say. */
final class DataPlace {

  private DataPlace() {}

  static Path of(Map<String, String> environment) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        data.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(data);
    return base.resolve("jmessage");
  }
}
