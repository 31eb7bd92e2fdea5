package io.jmessage.system.torture.check;

import java.util.function.BiConsumer;

/**
 * What must hold after a run in which servers failed by stopping, and no network was cut in two.
 */
public enum Check {
  KEPT("G1", "every acknowledged message is on every server", Kept::check),
  ONCE("G2", "no message is there twice", Once::check),
  ORDER("G3", "conversations count 1 to n, in one order, answered before asked", Order::check),
  FOLLOWS("G4", "sessions, read marks and accounts are as acknowledged", Follows::check),
  EPOCHS("G5", "one master acknowledges in one epoch, and none of an older one", Epochs::check),
  PROMISES("G6", "nothing was acknowledged that could not be kept", Promises::check),
  DIGESTS("I8", "all servers have the same state at the same position", Digests::check);

  private final String id;
  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // Methods without a state.
  private final BiConsumer<Evidence, Findings> check;

  Check(String id, String words, BiConsumer<Evidence, Findings> check) {
    this.id = id;
    this.words = words;
    this.check = check;
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
