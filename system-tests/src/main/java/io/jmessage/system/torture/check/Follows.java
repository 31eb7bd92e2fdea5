package io.jmessage.system.torture.check;

import java.util.Map;

/** G4: sessions, read marks and accounts are on every server as users were told. */
final class Follows {
  private Follows() {}

  static void check(Evidence evidence, Findings findings) {
    evidence.endedSessions().forEach(ended -> findings.add(ended));
    for (ServerState state : evidence.states()) {
      state
          .refusedSessions()
          .forEach(refused -> findings.add("server %d: %s".formatted(state.server(), refused)));
      evidence.marks().forEach(mark -> mark(mark, state, findings));
      evidence.accounts().forEach(account -> account(account, state, findings));
    }
  }

  private static void mark(Mark mark, ServerState state, Findings findings) {
    long found =
        state.readMarks().getOrDefault(mark.reader(), Map.of()).getOrDefault(mark.with(), 0L);
    if (found < mark.sequence()) {
      findings.add(
          "server %d: %s has read %s up to %d, not %d"
              .formatted(state.server(), mark.reader(), mark.with(), found, mark.sequence()));
    }
  }

  private static void account(Account account, ServerState state, Findings findings) {
    boolean there = state.people().contains(account.name());
    boolean mustBe =
        account.created() == Sent.Outcome.ACKNOWLEDGED && account.deleted() == Sent.Outcome.REFUSED;
    boolean mustNotBe =
        account.deleted() == Sent.Outcome.ACKNOWLEDGED || account.created() == Sent.Outcome.REFUSED;
    if (mustBe && !there) {
      findings.add(
          "server %d: the account %s is missing".formatted(state.server(), account.name()));
    } else if (mustNotBe && there) {
      findings.add("server %d: the account %s is there".formatted(state.server(), account.name()));
    }
  }
}
