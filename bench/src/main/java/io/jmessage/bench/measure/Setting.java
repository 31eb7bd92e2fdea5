package io.jmessage.bench.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What all measurements of a run share.
 *
 * @param directory for data and logs
 * @param progress hears what goes on, a line at a time
 * @param servers of each Jmessage cluster
 * @param rounds how often everything is measured
 * @param time of each round
 * @param warmUp before anything is measured
 */
public record Setting(
    Path directory,
    Consumer<String> progress,
    int servers,
    int rounds,
    Duration time,
    Duration warmUp) {

  public void tell(String line) {
    progress.accept(line);
  }
}
