package io.jmessage.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With all rules the search finds nothing; without one of those that prevent a loss it finds the
 * loss. {@code -Dmodel.bounds=writes=1,crashes=2,pauses=1,epochs=3,entries=7} searches that much.
 */
class ElectionModelTest {

  private static final Bounds SMALL =
      Bounds.parse("writes=1,crashes=2,pauses=1,epochs=2,entries=5");

  static List<String> bounds() {
    return Optional.ofNullable(System.getProperty("model.bounds"))
        .map(List::of)
        .orElse(
            List.of(
                "writes=1,crashes=2,pauses=1,epochs=2,entries=5",
                "writes=1,crashes=1,pauses=1,epochs=3,entries=5",
                "writes=1,crashes=3,pauses=0,epochs=3,entries=5"));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void findsNothing_allRules(String bounds) {
    long since = System.nanoTime();
    ModelCheck.Result result = ModelCheck.run(Bounds.parse(bounds));

    System.out.printf(
        "model %s: %,d states, %d steps deep, %.1f s%n",
        bounds, result.states(), result.depth(), (System.nanoTime() - since) / 1e9);
    assertThat(result.counterexample()).isEmpty();
    assertThat(result.states()).isGreaterThan(1000);
  }

  /** Regressions 1 to 5 of docs/protocol.md, section 4, and what else loses something alone. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "ELIGIBILITY_IS_GRANTED",
        "ELIGIBILITY_ENDS_AT_A_RESTART",
        "COLD_START_WAITS_FOR_ALL",
        "PAUSED_MASTER_ASKS",
        "GRANT_NEEDS_THE_CONFIG_ACKNOWLEDGED",
        "UNCONFIRMED_GRANTS_NOTHING",
        "PAUSED_SLAVE_IS_NOT_ELIGIBLE",
        "PAUSED_CANDIDATE_GIVES_UP",
        "PROMOTION_WAITS_FOR_ALL"
      })
  void findsTheLoss_withoutOneRule(Rule rule) {
    ModelCheck.Result result = ModelCheck.without(Set.of(rule), SMALL);

    assertThat(result.counterexample()).isPresent();
    List<String> trace = result.counterexample().orElseThrow();
    System.out.println(
        "without %s, after %,d states:\n  ".formatted(rule, result.states())
            + String.join("\n  ", trace));
    assertThat(trace.get(trace.size() - 1))
        .containsAnyOf("without what was acknowledged", "two masters acknowledge", "lacks");
  }

  /** The check of progress can see: a candidate that gives up for ever leaves nobody to serve. */
  @Test
  void saysStuck_noEpochIsLeft() {
    State state = State.first(SMALL);
    for (int server = 0; server < State.SERVERS; server++) {
      state.become(server, State.RECOVERING);
      state.set(server, State.Field.ELIGIBLE, 0);
      state.set(server, State.Field.EPOCH, Log.epoch(Log.EPOCHS_MAX, 0));
    }

    assertThat(ModelCheck.stuck(state, SMALL)).isPresent();
    assertThat(ModelCheck.stuck(State.first(SMALL), SMALL)).isEmpty();
  }
}
