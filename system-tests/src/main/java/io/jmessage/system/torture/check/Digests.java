package io.jmessage.system.torture.check;

/** I8: with nothing going on, all servers stand at one position with one state. */
final class Digests {
  private Digests() {}

  static void check(Evidence evidence, Findings findings) {
    if (evidence.digests().size() != evidence.servers()) {
      findings.add(
          "%d of %d servers told their digest"
              .formatted(evidence.digests().size(), evidence.servers()));
    }
    for (Digest digest : evidence.digests()) {
      Digest first = evidence.digests().get(0);
      if (digest.index() != first.index() || digest.epoch() != first.epoch()) {
        findings.add("%s stands elsewhere than %s".formatted(digest, first));
      } else if (!digest.sha256().equals(first.sha256())) {
        findings.add("%s is not %s".formatted(digest, first));
      }
    }
  }
}
