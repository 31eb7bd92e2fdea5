package io.jmessage.bench.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void median_isTheMiddle_orBetweenTheTwoOfTheMiddle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Spread(1, 5, 9));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(1, 3, 9));
    assertThatThrownBy(() -> Spread.of(List.of())).hasMessage("no figures");
  }

  @Test
  void ratios_areThoseOfNeighbours() {
    // In every round twice as fast, on a machine that slows down: ratios of means would hide it.
    Spread ratios = Spread.ofRatios(List.of(200, 100, 20), List.of(100, 50, 10), i -> i);

    assertThat(ratios).isEqualTo(new Spread(2, 2, 2));
    assertThat(ratios).hasToString("2.00 (2.00-2.00)");
  }
}
