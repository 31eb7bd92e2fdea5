package io.jmessage.system.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.system.torture.check.Check;
import io.jmessage.system.torture.check.Findings;
import io.jmessage.system.torture.fault.FaultKind;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The three ways in which a result is told. */
class ReportTest {
  private static final String PROBLEM = "\"text 1\" <&> is lost";

  @Test
  void tableNamesFaultsAndProblems() {
    StringWriter text = new StringWriter();

    Report.print(result(PROBLEM, Optional.empty()), new PrintWriter(text));

    assertThat(text.toString())
        .contains("kill master", "2       1.50 s       2.00 s", "full disk", "left out: no root")
        .contains("! G1: " + PROBLEM, "NOT good.");
  }

  @Test
  void isNotGood_nothingWasChecked() {
    assertThat(result("", Optional.empty()).isGood()).isTrue();
    assertThat(result("", Optional.of("nobody took over")).isGood()).isFalse();
  }

  @Test
  void junitHasACaseForEachCheck() throws Exception {
    String xml = JunitReport.of(result(PROBLEM, Optional.empty()));

    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(2);
    assertThat(suite.getElementsByTagName("failure").item(0).getTextContent()).isEqualTo(PROBLEM);
  }

  @Test
  void jsonEscapesWhatItTells() {
    String json = JsonReport.of(result(PROBLEM, Optional.empty()));

    assertThat(json)
        .startsWith("{\"good\":false,")
        .contains("\"first\":[\"\\\"text 1\\\" <&> is lost\"]")
        .contains("\"kind\":\"kill master\",\"number\":2,\"medianGapMillis\":1500");
  }

  private static Result result(String problem, Optional<String> broken) {
    FaultLog faults = new FaultLog();
    faults.made(FaultKind.KILL_MASTER, Duration.ofSeconds(2));
    faults.made(FaultKind.KILL_MASTER, Duration.ofSeconds(1));
    faults.leftOut(FaultKind.FULL_DISK, "no root");
    Findings findings = new Findings();
    if (!problem.isEmpty()) {
      findings.add(problem);
    }
    return new Result(
        "quick",
        7,
        3,
        6,
        Duration.ofSeconds(60),
        faults,
        100,
        90,
        5,
        270,
        Duration.ofSeconds(2),
        Map.of(Check.KEPT, findings),
        broken);
  }
}
