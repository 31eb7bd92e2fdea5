package io.jmessage.simulator;

import io.jmessage.simulator.SimulatedServer.Trigger;

/** What can go wrong. Each kind is one constant, and one method of {@link FaultPlan} at most. */
enum FaultKind {
  /** The process dies; it is started again after {@code micros}. */
  CRASH("crash", FaultPlan::crash),
  /** The same, after {@code count} more steps of it. */
  CRASH_AT_STEP("crash at a step", (plan, fault) -> plan.crashAt(fault, Trigger.EFFECT)),
  /** The same, {@code count} steps after the next change of role of any server. */
  CRASH_AT_ROLE_CHANGE("crash at a change of role", FaultPlan::awaitRoleChange),
  /** The process is stopped for {@code micros} and goes on. */
  PAUSE("pause", FaultPlan::pause),
  PAUSE_AT_STEP("pause at a step", FaultPlan::pauseAtStep),
  PAUSE_AT_ROLE_CHANGE("pause at a change of role", FaultPlan::awaitRoleChange),
  /** {@code count} pauses that are too short to count each, with some time to work between them. */
  STUTTER("stutter", FaultPlan::stutter),
  /** The same, with time for a step or two between them. */
  CRAWL("crawl", FaultPlan::crawl),
  /** The wall clock jumps forward: the process takes it for a pause. */
  CLOCK_JUMP("clock jump", FaultPlan::jumpClock),
  /** The operator stops it; it is started again. */
  PLANNED_STOP("planned stop", FaultPlan::plannedStop),
  /** The operator tells it to step down. */
  STEP_DOWN("step down", FaultPlan::stepDown),
  /** The disk refuses the next write or sync: the process halts, and is started again. */
  DISK_ERROR("disk error", (plan, fault) -> plan.crashAt(fault, Trigger.WRITE)),
  /** The process dies and its disk is replaced by an empty one, where the promise allows it. */
  WIPED_DISK("wiped disk", FaultPlan::wipe),
  /** The disk is found damaged at the next start; repaired after {@code count} ms. */
  DAMAGED_DISK("damaged disk", FaultPlan::damage),
  /** Syncs take up to {@code micros} longer, for {@code count} ms. */
  SLOW_DISK("slow disk", FaultPlan::slowDisk),
  /** Messages take up to {@code micros} longer, for {@code count} ms. */
  SLOW_LINK("slow link", FaultPlan::slowLink),
  /** Clients wait up to {@code micros} before and after each call, for {@code count} ms. */
  SLOW_CLIENTS("slow clients", FaultPlan::slowClients),
  /** Streams between the two break. */
  BROKEN_STREAM("broken stream", FaultPlan::breakStreams),
  /** Of 100 calls {@code count} are lost or doubled, for {@code micros}. */
  LOST_CALLS("lost calls", FaultPlan::loseCalls),
  /** Of 100 calls {@code count} arrive again up to 3 s later, for {@code micros}. */
  LATE_COPIES("late copies", FaultPlan::copyCalls),
  /** Snapshots do not arrive, or not whole, for {@code micros}. */
  BAD_SNAPSHOT("bad snapshots", FaultPlan::spoilSnapshots),
  /** It reaches nobody and nobody reaches it, for {@code micros}. */
  CUT("cut", FaultPlan::cut),
  /** It reaches nobody, but hears all. */
  CUT_ONE_WAY("one-way cut", FaultPlan::cut);

  /** How a fault of this kind is made to happen. */
  interface Strike {
    void strike(FaultPlan plan, Fault fault);
  }

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // Methods of the plan, without a state.
  private final Strike strike;

  FaultKind(String words, Strike strike) {
    this.words = words;
    this.strike = strike;
  }

  void strike(FaultPlan plan, Fault fault) {
    strike.strike(plan, fault);
  }

  String words() {
    return words;
  }

  boolean isOfLink() {
    return this == SLOW_LINK || this == BROKEN_STREAM;
  }
}
