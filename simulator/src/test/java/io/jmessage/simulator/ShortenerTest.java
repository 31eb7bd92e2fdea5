package io.jmessage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class ShortenerTest {

  /** A core that acknowledges too early loses something with hardly any fault. */
  @Test
  void findsFewerFaults_mutatedCore() {
    BiFunction<Long, String, String> core =
        MutantCompiler.compile(
            List.of(
                new MutantCompiler.Edit(
                    "InSyncSet",
                    "everywhere = Math.min(everywhere, slaves.get(address).match);",
                    "everywhere = Math.min(everywhere, slaves.get(address).sent);")),
            ShortestRun.class);

    String shortest = core.apply(14L, "fail-stop");

    assertThat(shortest).startsWith("I10 with ");
    assertThat(Integer.parseInt(shortest.substring("I10 with ".length()))).isLessThanOrEqualTo(3);
  }
}
