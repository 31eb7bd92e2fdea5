package io.jmessage.system.torture.fault;

import io.jmessage.system.link.LinkFault;
import java.util.Optional;

/** When a fault is covered by the promise, and can be made here. */
final class Needs {
  /** A server with an empty log fetches a snapshot rather than more entries than this. */
  private static final long REPLAYED_MAX = 10_000;

  private static final int ENOUGH_FOR_TWO = 3;

  private Needs() {}

  /** Whatever is going on: disks survive. */
  static Optional<String> nothing(Stage stage) {
    return Optional.empty();
  }

  static Optional<String> three(Stage stage) {
    return stage.size() >= ENOUGH_FOR_TWO
        ? Optional.empty()
        : Optional.of("needs " + ENOUGH_FOR_TWO + " servers");
  }

  /** A disk is lost: another one must have everything. */
  static Optional<String> allInSync(Stage stage) {
    stage.awaitInSync();
    return Optional.empty();
  }

  static Optional<String> longLog(Stage stage) {
    if (stage.logEnd() <= REPLAYED_MAX) {
      return Optional.of("needs a log of more than " + REPLAYED_MAX + " entries");
    }
    return allInSync(stage);
  }

  static Optional<String> smallDisk(Stage stage) {
    return stage.smallDisks().isEmpty()
        ? Optional.of("needs to be root, to mount a small file system")
        : allInSync(stage);
  }

  static Optional<String> link(Stage stage, LinkFault fault) {
    if (stage.links().isEmpty()) {
      return Optional.of("needs links that can be reached");
    }
    return stage.links().orElseThrow().possible().contains(fault)
        ? Optional.empty()
        : Optional.of("needs links through proxies");
  }

  /** With two servers a cut link is a network cut in two. */
  static Optional<String> linkOfThree(Stage stage, LinkFault fault) {
    return link(stage, fault).or(() -> three(stage)).or(() -> allInSync(stage));
  }
}
