package io.jmessage.system.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jmessage.system.SystemMain;
import io.jmessage.system.link.NamespaceLinks;
import io.jmessage.system.link.ProxyLinks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The command cuts the network in two, and what is promised of that holds. */
class PartitionIT {
  private static final Path DATA = Path.of("target", "system", "PartitionIT");

  private final StringWriter out = new StringWriter();

  @BeforeEach
  void assumeLinks() {
    assumeNothingIsMissing(ProxyLinks.missing());
  }

  private static void assumeNothingIsMissing(Optional<String> missing) {
    assumeTrue(missing.isEmpty(), () -> "left out: " + missing.orElse(""));
  }

  @Test
  void everyCheckHolds_bothSidesWrote() {
    assertThat(torture("--seconds=10")).as(out.toString()).isZero();

    assertThat(out.toString()).contains("cut 1: ", "what either side acknowledged");
  }

  /**
   * Its exit code says more than that, and is not always 0: the mastership of the smaller side may
   * stand, and then P1 finds twins of the larger side that were left aside (docs/failures.md).
   */
  @Tag("long")
  @Test
  void smallerSideAcknowledgesNothing_minCopiesAboveHalf() {
    int unused = torture("--seconds=10", "--min-copies=2");

    assertThat(out.toString())
        .containsPattern("by \\[[^]]*]: 0\\b")
        .containsPattern("G2 +0 ")
        .containsPattern("I8 +0 ")
        .containsPattern("P2 +0 ")
        .containsPattern("P4 +0 ")
        .containsPattern("P5 +0 ");
  }

  @Tag("long")
  @Test
  void everyCheckHolds_networkNamespaces() {
    assumeNothingIsMissing(NamespaceLinks.missing());

    assertThat(torture("--seconds=10", "--netns")).as(out.toString()).isZero();

    assertThat(out.toString()).doesNotContain("left out");
  }

  private int torture(String... words) {
    List<String> command =
        new ArrayList<>(List.of("torture", "--profile=partition", "--seed=1", "--data=" + DATA));
    command.addAll(List.of(words));
    return SystemMain.commandLine()
        .setOut(new PrintWriter(out))
        .execute(command.toArray(String[]::new));
  }
}
