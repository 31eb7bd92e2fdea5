package io.jmessage.server.admin;

import io.jmessage.proto.replication.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Words that several answers share. */
final class Texts {

  private Texts() {}

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String position(Position position) {
    return position.getIndex() + " (epoch " + position.getEpoch().getNumber() + ")";
  }

  static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  static String ago(long millis) {
    if (millis < 0) {
      return "never";
    }
    return millis < 1000
        ? millis + " ms ago"
        : millis < 600_000 ? millis / 1000 + " s ago" : millis / 60_000 + " min ago";
  }

  /** Columns that are as wide as what stands in them; the first row is the heading. */
  static String table(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.get(0).size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column))
            .append(" ".repeat(widths.get(column) - row.get(column).length() + 2));
      }
      out.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return out.toString();
  }
}
