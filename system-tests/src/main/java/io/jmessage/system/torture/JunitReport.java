package io.jmessage.system.torture;

import io.jmessage.system.torture.check.Check;
import io.jmessage.system.torture.check.Findings;
import java.util.Map;

/** A result as a build server reads it: every check is a test case. */
final class JunitReport {
  private static final String CLASS = "torture";

  private JunitReport() {}

  static String of(Result result) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    long failed =
        result.findings().values().stream().filter(found -> found.count() > 0).count()
            + result.broken().stream().count();
    xml.append(
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" time=\"%.3f\">\n"
            .formatted(
                CLASS, result.findings().size() + 1, failed, result.time().toMillis() / 1000.0));
    xml.append("  <properties>\n");
    property(xml, "profile", result.profile());
    property(xml, "seed", Long.toString(result.seed()));
    property(xml, "acknowledged", Long.toString(result.acknowledged()));
    property(xml, "faults", Integer.toString(result.faults().count()));
    xml.append("  </properties>\n");
    testCase(xml, "the run comes to its end", result.broken().orElse(""));
    for (Map.Entry<Check, Findings> check : result.findings().entrySet()) {
      testCase(
          xml,
          check.getKey().id() + " " + check.getKey().words(),
          String.join("\n", check.getValue().told()));
    }
    return xml.append("</testsuite>\n").toString();
  }

  private static void property(StringBuilder xml, String name, String value) {
    xml.append(
        "    <property name=\"%s\" value=\"%s\"/>\n".formatted(escaped(name), escaped(value)));
  }

  private static void testCase(StringBuilder xml, String name, String problems) {
    xml.append("  <testcase classname=\"%s\" name=\"%s\"".formatted(CLASS, escaped(name)));
    if (problems.isEmpty()) {
      xml.append("/>\n");
    } else {
      xml.append(">\n    <failure message=\"%s\">".formatted(escaped(firstLine(problems))));
      xml.append(escaped(problems)).append("</failure>\n  </testcase>\n");
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
