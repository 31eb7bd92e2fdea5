package io.jmessage.bench.figures;

import java.util.List;
import java.util.Map;

/**
 * All figures of one run.
 *
 * @param command that repeats it
 * @param machine where it ran, by aspect
 */
public record Report(String command, Map<String, String> machine, List<Section> sections) {
  public Report {
    sections = List.copyOf(sections);
  }
}
