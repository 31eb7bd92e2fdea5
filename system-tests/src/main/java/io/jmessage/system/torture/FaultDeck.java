package io.jmessage.system.torture;

import io.jmessage.system.torture.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Which fault comes next, by the seed: every kind once before any comes again. */
final class FaultDeck {
  private final List<FaultKind> kinds;
  private final SplittableRandom random;
  private final List<FaultKind> rest = new ArrayList<>();

  FaultDeck(List<FaultKind> kinds, SplittableRandom random) {
    this.kinds = List.copyOf(kinds);
    this.random = random;
  }

  FaultKind next() {
    if (rest.isEmpty()) {
      rest.addAll(kinds);
    }
    return rest.remove(random.nextInt(rest.size()));
  }
}
