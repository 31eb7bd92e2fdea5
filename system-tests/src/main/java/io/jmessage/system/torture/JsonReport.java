package io.jmessage.system.torture;

import io.jmessage.system.failover.Gaps;
import io.jmessage.system.torture.check.Check;
import io.jmessage.system.torture.check.Findings;
import io.jmessage.system.torture.fault.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A result for programs. */
final class JsonReport {
  private static final int FIRST_PRINTABLE = 0x20;

  private JsonReport() {}

  static String of(Result result) {
    List<String> fields = new ArrayList<>();
    fields.add(field("good", result.isGood()));
    fields.add(field("profile", quoted(result.profile())));
    fields.add(field("seed", result.seed()));
    fields.add(field("servers", result.servers()));
    fields.add(field("clients", result.clients()));
    fields.add(field("millis", result.time().toMillis()));
    fields.add(field("sent", result.sent()));
    fields.add(field("acknowledged", result.acknowledged()));
    fields.add(field("refused", result.refused()));
    fields.add(field("read", result.read()));
    fields.add(field("worstGapMillis", result.worstGap().toMillis()));
    fields.add(field("broken", result.broken().map(JsonReport::quoted).orElse("null")));
    fields.add(field("faults", list(result.faults().gaps(), JsonReport::fault)));
    fields.add(field("leftOut", list(result.faults().leftOut(), JsonReport::leftOut)));
    fields.add(field("checks", list(result.findings(), JsonReport::check)));
    return object(fields) + System.lineSeparator();
  }

  private static String fault(FaultKind kind, List<Duration> gaps) {
    return object(
        List.of(
            field("kind", quoted(kind.words())),
            field("number", gaps.size()),
            field("medianGapMillis", Gaps.median(gaps).toMillis()),
            field("worstGapMillis", gaps.get(gaps.size() - 1).toMillis())));
  }

  private static String leftOut(FaultKind kind, String why) {
    return object(List.of(field("kind", quoted(kind.words())), field("why", quoted(why))));
  }

  private static String check(Check check, Findings findings) {
    return object(
        List.of(
            field("id", quoted(check.id())),
            field("words", quoted(check.words())),
            field("problems", findings.count()),
            field("first", array(findings.told().stream().map(JsonReport::quoted).toList()))));
  }

  private static <K, V> String list(
      Map<K, V> map, java.util.function.BiFunction<K, V, String> one) {
    return array(map.entrySet().stream().map(e -> one.apply(e.getKey(), e.getValue())).toList());
  }

  private static String array(List<String> values) {
    return "[" + String.join(",", values) + "]";
  }

  private static String object(List<String> fields) {
    return "{" + String.join(",", fields) + "}";
  }

  private static String field(String name, Object value) {
    return quoted(name) + ":" + value;
  }

  private static String quoted(String text) {
    return text.codePoints()
        .mapToObj(JsonReport::escaped)
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int character) {
    if (character == '"' || character == '\\') {
      return "\\" + Character.toString(character);
    }
    return character < FIRST_PRINTABLE
        ? String.format("\\u%04x", character)
        : Character.toString(character);
  }
}
