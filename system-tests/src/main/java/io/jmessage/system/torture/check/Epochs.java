package io.jmessage.system.torture.check;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * G5: in one epoch one server acknowledges, the log's epochs rise with its places, no two texts
 * have one place, and no client takes the word of an older master than it has seen.
 */
final class Epochs {
  private Epochs() {}

  static void check(Evidence evidence, Findings findings) {
    oneMaster(evidence, findings);
    rising(evidence, findings);
    places(evidence.acknowledged(), findings);
    for (Sent sent : evidence.acknowledged()) {
      long epoch = epoch(sent);
      if (epoch < sent.epochSeen()) {
        findings.add(
            "%s had seen epoch %d, and \"%s\" was acknowledged in %d"
                .formatted(sent.from(), sent.epochSeen(), sent.text(), epoch));
      }
    }
  }

  private static void oneMaster(Evidence evidence, Findings findings) {
    Map<Long, String> masters = new HashMap<>();
    evidence.masterships().forEach(told -> master(masters, told.epoch(), told.server(), findings));
    for (Sent sent : evidence.acknowledged()) {
      sent.receipt().ifPresent(r -> master(masters, r.epoch(), r.server(), findings));
    }
  }

  private static void master(
      Map<Long, String> masters, long epoch, String server, Findings findings) {
    String other = masters.putIfAbsent(epoch, server);
    if (other != null && !other.equals(server)) {
      findings.add("epoch %d has two masters, %s and %s".formatted(epoch, other, server));
    }
  }

  private static void rising(Evidence evidence, Findings findings) {
    Map<String, Long> last = new HashMap<>();
    for (Mastership told : evidence.masterships()) {
      long before = last.getOrDefault(told.client(), 0L);
      if (told.epoch() < before) {
        findings.add("%s took epoch %d after %d".formatted(told.client(), told.epoch(), before));
      }
      last.put(told.client(), Math.max(before, told.epoch()));
    }
  }

  private static void places(List<Sent> acknowledged, Findings findings) {
    List<Sent> sorted =
        acknowledged.stream().sorted(Comparator.comparingLong(Epochs::index)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      Sent before = sorted.get(i - 1);
      Sent after = sorted.get(i);
      if (index(before) == index(after)) {
        findings.add(
            "\"%s\" and \"%s\" are both at place %d of the log"
                .formatted(before.text(), after.text(), index(after)));
      } else if (epoch(after) < epoch(before)) {
        findings.add(
            "place %d of the log is of epoch %d, and %d after it of %d"
                .formatted(index(before), epoch(before), index(after), epoch(after)));
      }
    }
  }

  private static long epoch(Sent sent) {
    return sent.receipt().map(r -> r.epoch()).orElse(0L);
  }

  private static long index(Sent sent) {
    return sent.receipt().map(r -> r.index()).orElse(0L);
  }
}
