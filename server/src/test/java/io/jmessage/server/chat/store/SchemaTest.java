package io.jmessage.server.chat.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshot and digest leave nothing out. */
class SchemaTest {
  private static final Set<String> POSITION =
      Set.of("epoch_number", "epoch_master", "applied_index", "chain");

  @TempDir Path directory;

  @Test
  void layouts_holdEveryColumnButTheAppliedPosition() throws Exception {
    try (H2Database database = H2Database.open(directory.resolve("chat"))) {
      List<String> columns =
          database.read(
              sql ->
                  sql.list(
                      "SELECT LOWER(table_name), LOWER(column_name)"
                          + " FROM information_schema.columns WHERE table_schema = 'PUBLIC'",
                      row -> row.getString(1) + "." + row.getString(2)));
      Set<String> inTables = new TreeSet<>(columns);
      POSITION.forEach(column -> inTables.remove("meta." + column));
      // A flag of the messages, which are in maps; and what is no part of the state.
      inTables.removeIf(column -> column.startsWith("received.") || column.startsWith("removed."));
      Set<String> inLayouts = new TreeSet<>(inLayouts());
      assertThat(inLayouts.removeIf(column -> column.startsWith("messages."))).isTrue();

      assertThat(inLayouts).isEqualTo(inTables);
    }
  }

  @Test
  void pragmas_areThoseThatTheCrashTestsAskFor() throws Exception {
    try (H2Database database = H2Database.open(directory.resolve("chat"))) {
      String writeDelay =
          database.read(
              sql ->
                  sql.first(
                          "SELECT setting_value FROM information_schema.settings"
                              + " WHERE setting_name = 'WRITE_DELAY'",
                          row -> row.getString(1))
                      .orElseThrow());

      assertThat(writeDelay).isEqualTo("0");
    }
  }

  private static List<String> inLayouts() {
    return Schema.LAYOUTS.stream()
        .flatMap(
            table -> table.columns().stream().map(column -> table.name() + "." + column.name()))
        .toList();
  }
}
