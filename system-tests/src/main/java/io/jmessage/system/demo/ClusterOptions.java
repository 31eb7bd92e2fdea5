package io.jmessage.system.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all that starts a cluster of its own. */
final class ClusterOptions {
  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many servers, 2 to 9 (default ${DEFAULT-VALUE}).")
  int servers;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the servers keep their data (default: a place in your home directory).")
  @Nullable Path data;

  @Option(names = "--fresh", description = "Delete what an earlier run left there.")
  boolean fresh;

  /** Opens the directory, emptied if so asked. */
  DemoDirectory open(String name) {
    DemoDirectory directory =
        DemoDirectory.open(
            data == null ? DemoDirectory.standard(name) : data.toAbsolutePath().normalize());
    if (fresh) {
      directory.clear();
    }
    return directory;
  }
}
