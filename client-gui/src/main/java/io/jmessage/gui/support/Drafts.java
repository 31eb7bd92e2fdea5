package io.jmessage.gui.support;

/** The texts that one account has begun to write, one for each person. Thread-safe. */
public final class Drafts {
  private final KeptValues kept;
  private final String prefix;

  public Drafts(KeptValues kept, String account) {
    this.kept = kept;
    // A line break is in no name, so that no account's keys begin with another's.
    this.prefix = "draft\n" + account + "\n";
  }

  /** Empty: none. */
  public String of(String person) {
    return kept.get(prefix + person).orElse("");
  }

  public void keep(String person, String text) {
    kept.put(prefix + person, text);
  }

  /** Forgets all of the account. */
  public void forget() {
    kept.forget(prefix);
  }
}
