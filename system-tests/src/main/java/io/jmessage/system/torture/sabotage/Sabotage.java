package io.jmessage.system.torture.sabotage;

import java.util.List;
import java.util.Optional;

/** Promises that can be broken on purpose. */
public enum Sabotage {
  /** The master counts its own disk only. */
  ACKNOWLEDGE_BEFORE_REPLICATING(
      "acknowledge-before-replicating",
      Scope.ALL,
      Edit.of(
          "replication.failstop.core.InSyncSet",
          "      everywhere = Math.min(everywhere, slaves.get(address).match);\n",
          "")),
  /** A text that comes again is a new one. */
  FORGET_THE_DUPLICATE_CHECK(
      "forget-the-duplicate-check",
      Scope.ALL,
      Edit.of(
          "chat.command.SendCommand",
          "            false,\n            clientMessageId);",
          "            false,\n            ByteString.EMPTY);")),
  /** The last server does not apply each hundredth entry. */
  DROP_EVERY_100TH_ENTRY_ON_ONE_SLAVE(
      "drop-every-100th-entry-on-one-slave",
      Scope.LAST,
      Edit.of(
          "replication.failstop.Applier",
          "entry.type() == LogEntry.Type.COMMAND)",
          "entry.type() == LogEntry.Type.COMMAND && entry.index() % 100 != 0)")),
  /** Nothing of the log reaches the disk before it is closed: SIGKILL is a power cut. */
  SKIP_THE_FSYNC("skip-the-fsync", Scope.ALL, WriteBehind.writer("")),
  /** No sabotage: the same writer, which writes what it holds back before each sync. */
  HONEST_WRITE_BEHIND("honest-write-behind", Scope.ALL, WriteBehind.writer("writeHeldBack();"));

  /** Whom it concerns. */
  enum Scope {
    ALL,
    LAST
  }

  private final String words;
  private final Scope scope;

  @SuppressWarnings("ImmutableEnumChecker") // Records of strings.
  private final Edit edit;

  Sabotage(String words, Scope scope, Edit edit) {
    this.words = words;
    this.scope = scope;
    this.edit = edit;
  }

  public String words() {
    return words;
  }

  /** Whether that server is sabotaged. */
  public boolean concerns(int server, int servers) {
    return scope == Scope.ALL || server == servers;
  }

  Edit edit() {
    return edit;
  }

  /** The one of that name. */
  public static Optional<Sabotage> named(String words) {
    return List.of(values()).stream().filter(one -> one.words.equals(words)).findFirst();
  }
}
