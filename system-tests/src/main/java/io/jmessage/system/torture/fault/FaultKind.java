package io.jmessage.system.torture.fault;

import io.jmessage.system.link.LinkFault;
import java.util.Optional;

/**
 * What can go wrong, one constant per idea. A fault begins while all servers are in sync unless it
 * says otherwise, and on its end every process runs again; being in sync again is not waited for.
 */
public enum FaultKind {
  /** The master dies. */
  KILL_MASTER("kill master", Needs::nothing, Kills::master),
  KILL_SLAVE("kill slave", Needs::nothing, Kills::slave),
  /** Two die in the same moment. */
  KILL_TWO("kill two at once", Needs::three, Kills::two),
  /** The one that takes over dies while it does. */
  KILL_IN_PROMOTION("kill in promotion", Needs::three, Kills::inPromotion),
  /** A slave that comes back, or its master, dies while it is caught up. */
  KILL_IN_CATCH_UP("kill in catch-up", Needs::allInSync, Kills::inCatchUp),
  /** A slave with an empty disk, or its master, dies while the state is copied. */
  KILL_IN_SNAPSHOT("kill in snapshot", Needs::longLog, Kills::inSnapshot),
  /** The master stands still, and goes on. */
  PAUSE_MASTER("pause master", Needs::nothing, Pauses::master),
  PAUSE_SLAVE("pause slave", Needs::nothing, Pauses::slave),
  /** All slaves stand still; before they go on, the master dies. */
  PAUSE_SLAVES_KILL_MASTER("pause slaves, kill master", Needs::allInSync, Pauses::slavesThenKill),
  /** SIGTERM. */
  PLANNED_STOP("planned stop", Needs::nothing, Restarts::plannedStop),
  /** The operator has the master hand over. */
  STEP_DOWN("step down", Needs::nothing, Restarts::stepDown),
  /** One server dies as soon as it is there again, several times. */
  RESTART_STORM("restart storm", Needs::nothing, Restarts::storm),
  /** All die; they are started in one order after the other. */
  COLD_RESTART("cold restart", Needs::nothing, Restarts::cold),
  /** The server whose command line says "master" comes back while another one is. */
  OLD_COMMAND_LINE("old 'master' line", Needs::allInSync, Restarts::oldCommandLine),
  /** All die at once, and what was never synced is gone: each database goes back to nothing. */
  POWER_CUT("power cut", Needs::nothing, Disks::powerCut),
  /** A server dies and its disk is empty; another disk in sync survives. */
  WIPED_DISK("wiped disk", Needs::allInSync, Disks::wiped),
  /** A bit of the log changes while its server is down; then an operator has it repaired. */
  LOG_BIT("bit flip in the log", Needs::allInSync, Disks::logBit),
  /** The database is spoilt while its server is down. */
  SPOILT_DATABASE("spoilt database", Needs::nothing, Disks::spoiltDatabase),
  /**
   * Bits of the database flip while its server is down. Not in the profiles: H2 does not checksum
   * its pages, and what is flipped in one of them is not found (docs/torture.md, limits).
   */
  DATABASE_BITS("bit flips in the database", Needs::allInSync, Disks::databaseBits),
  /** A disk takes nothing more; its server halts, and is started when there is space again. */
  FULL_DISK("full disk", Needs::smallDisk, Disks::full),
  /** One link is slow. */
  SLOW_LINK("slow link", stage -> Needs.link(stage, LinkFault.SLOW), LinkFaults::slow),
  /** One link is cut, while both ends reach the others. */
  CUT_LINK("cut link", stage -> Needs.linkOfThree(stage, LinkFault.CUT), LinkFaults::cut),
  /** One server does not reach one other, while all else works. */
  CUT_ONE_WAY(
      "cut one way", stage -> Needs.linkOfThree(stage, LinkFault.ONE_WAY), LinkFaults::cutOneWay),
  /** One link passes few bytes a second. */
  NARROW_LINK("narrow link", stage -> Needs.link(stage, LinkFault.NARROW), LinkFaults::narrow),
  /** One end of each connection is closed, and the other does not learn of it. */
  HALF_OPEN_LINK(
      "half-open link",
      stage -> Needs.linkOfThree(stage, LinkFault.HALF_OPEN),
      LinkFaults::halfOpen),
  /** The connections of one link break, several times. */
  RESET_LINK("reset link", stage -> Needs.link(stage, LinkFault.RESET), LinkFaults::reset);

  /** Makes a fault happen and ends it; tells to whom. */
  @FunctionalInterface
  interface Strike {
    String strike(Stage stage);
  }

  /** Why a fault must not happen now; empty: it may. May wait for it. */
  @FunctionalInterface
  interface Need {
    Optional<String> missing(Stage stage);
  }

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // Methods without a state.
  private final Need need;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Strike strike;

  FaultKind(String words, Need need, Strike strike) {
    this.words = words;
    this.need = need;
    this.strike = strike;
  }

  public String words() {
    return words;
  }

  /** Whether the product promises to survive it. */
  public boolean isPromised() {
    return this != DATABASE_BITS;
  }

  /** Whether it happens to a link. */
  public boolean isOfLink() {
    return compareTo(SLOW_LINK) >= 0;
  }

  /** Why it must not happen now; empty: it may. */
  public Optional<String> missing(Stage stage) {
    return need.missing(stage);
  }

  /**
   * Makes it happen, and on return every process runs again.
   *
   * @return to whom, in words
   */
  public String strike(Stage stage) {
    return strike.strike(stage);
  }
}
