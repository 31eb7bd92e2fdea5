package io.jmessage.system.torture.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartsTest {

  @Test
  void startsInEveryOrder_beforeOneComesAgain() {
    List<List<Integer>> orders =
        IntStream.range(0, 6).mapToObj(n -> Restarts.permutation(List.of(1, 2, 3), n)).toList();

    assertThat(orders).doesNotHaveDuplicates().allMatch(order -> order.size() == 3);
    assertThat(Restarts.permutation(List.of(1, 2, 3), 6)).isEqualTo(orders.get(0));
  }
}
