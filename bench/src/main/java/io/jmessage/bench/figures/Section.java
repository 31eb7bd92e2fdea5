package io.jmessage.bench.figures;

import java.util.List;

/**
 * What one measurement came to.
 *
 * @param id for programs
 * @param notes sentences for people: what was left out and why, how to read it
 */
public record Section(
    String id, String title, List<String> notes, List<Table> tables, List<Plot> plots) {
  public Section {
    notes = List.copyOf(notes);
    tables = List.copyOf(tables);
    plots = List.copyOf(plots);
  }
}
