package io.jmessage.system.torture.check;

import java.util.List;
import java.util.function.BiConsumer;

/** What must hold after a run: G and I8 if no network was cut in two, else P, G2 and I8. */
public enum Check {
  KEPT("G1", "every acknowledged message is on every server", Kept::check),
  ONCE("G2", "no message is there twice", Once::check),
  ORDER("G3", "conversations count 1 to n, in one order, answered before asked", Order::check),
  FOLLOWS("G4", "sessions, read marks and accounts are as acknowledged", Follows::check),
  EPOCHS("G5", "one master acknowledges in one epoch, and none of an older one", Epochs::check),
  PROMISES("G6", "nothing was acknowledged that could not be kept", Promises::check),
  DIGESTS("I8", "all servers have the same state at the same position", Digests::check),
  BOTH_SIDES("P1", "what either side acknowledged is on every server", BothSides::kept),
  MARKED("P2", "what only the older mastership had is marked as merged", BothSides::marked),
  CLASHES("P3", "two accounts of one name are reported, and nothing else", BothSides::clashes),
  SAME("P4", "conversations count 1 to n and are the same everywhere", BothSides::same),
  TOO_FEW("P5", "a side with too few servers acknowledges nothing", BothSides::tooFew);

  private final String id;
  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // Methods without a state.
  private final BiConsumer<Evidence, Findings> check;

  Check(String id, String words, BiConsumer<Evidence, Findings> check) {
    this.id = id;
    this.words = words;
    this.check = check;
  }

  /** Those of a run in which servers only stop. */
  public static List<Check> ofStops() {
    return List.of(KEPT, ONCE, ORDER, FOLLOWS, EPOCHS, PROMISES, DIGESTS);
  }

  /** Those of a run in which the network was cut in two. */
  public static List<Check> ofPartitions() {
    return List.of(ONCE, DIGESTS, BOTH_SIDES, MARKED, CLASHES, SAME, TOO_FEW);
  }

  public String id() {
    return id;
  }

  public String words() {
    return words;
  }

  /** What is wrong. */
  public Findings findings(Evidence evidence) {
    Findings findings = new Findings();
    check.accept(evidence, findings);
    return findings;
  }
}
