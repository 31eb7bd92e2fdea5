package io.jmessage.simulator.model;

import io.jmessage.simulator.model.State.Budget;
import io.jmessage.simulator.model.State.Field;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of docs/protocol.md, 3.6 to 3.12, as steps from state to state.
 *
 * <p>Taken as one step each: an append with its sync; a vote with the promise that follows from it;
 * a message with its answer, on connections that lose nothing and keep their order; what a server
 * finds out about others (gone, silent, answered) together with what it does about it, but for the
 * promises and the absences that a candidate collects, which it remembers. Acknowledging looks at
 * the disks, so it happens as early as the last answer could come, or at any time after. Pauses are
 * those that are longer than a lease, and silence is that of a paused or crashed server: no
 * partition. Any eligible server may claim, whatever its rank; the objection of a living master is
 * that nobody who hears it promises.
 *
 * <p>Not here: disks that lose data, snapshots, new members, planned stops, reads. The simulator
 * has them.
 */
final class ElectionModel {

  private final Set<Rule> off;
  private final int epochsMax;
  private final int entriesMax;

  ElectionModel(Set<Rule> off, int epochsMax, int entriesMax) {
    this.off = off;
    this.epochsMax = epochsMax;
    this.entriesMax = entriesMax;
  }

  private boolean holds(Rule rule) {
    return !off.contains(rule);
  }

  /**
   * The state after that step; null if the step cannot be taken.
   *
   * @throws Violation if an acknowledged entry is lost by it, or two masters acknowledge
   */
  @Nullable State after(State state, Step step, int server, int other) {
    return switch (step) {
      case WRITE -> write(state, server);
      case REPLICATE -> replicate(state, server, other);
      case ACKNOWLEDGE -> acknowledge(state, server);
      case DROP -> drop(state, server, other);
      case GROW -> grow(state, server, other);
      case TELL -> tell(state, server, other);
      case INFER -> infer(state, server);
      case REGISTER -> register(state, server, other);
      case LEARN -> learn(state, server, other);
      case LOOK_FOR_MASTER -> lookForMaster(state, server);
      case CRASH -> crash(state, server);
      case RESTART ->
          state.get(server, Field.STATUS) == State.DOWN
              ? state.copy().set(server, Field.STATUS, State.UP)
              : null;
      case PAUSE ->
          state.isUp(server) && state.left(Budget.PAUSES) > 0
              ? state.copy().spend(Budget.PAUSES).set(server, Field.STATUS, State.PAUSED)
              : null;
      case RESUME -> resume(state, server);
      case CONFIRM -> confirm(state, server);
      case STEP_DOWN -> stepDown(state, server);
      case CLAIM -> claim(state, server);
      case COLD_CLAIM -> coldClaim(state, server);
      case PROMISE -> promise(state, server, other);
      case SEE_GONE ->
          state.isUp(server, State.CANDIDATE)
                  && !state.isUp(other)
                  && !state.is(server, Field.COLD)
                  && !has(state.get(server, Field.GONE), other)
              ? state.copy().set(server, Field.GONE, with(state.get(server, Field.GONE), other))
              : null;
      case FETCH -> fetch(state, server, other);
      case PROMOTE -> promote(state, server);
      case COLD_GIVE_UP -> coldGiveUp(state, server);
    };
  }

  private static boolean has(int bits, int server) {
    return (bits >> server & 1) != 0;
  }

  private static int with(int bits, int server) {
    return bits | 1 << server;
  }

  private static int epoch(State state, int server) {
    return state.get(server, Field.EPOCH);
  }

  private boolean hasRoom(State state, int server) {
    return Log.length(state.log(server)) < entriesMax;
  }

  // ---- Writing (3.6).

  private @Nullable State write(State state, int master) {
    if (!state.isUp(master, State.MASTER)
        || state.left(Budget.WRITES) == 0
        || !hasRoom(state, master)) {
      return null;
    }
    return append(state.copy().spend(Budget.WRITES), master, 0);
  }

  private static State append(State state, int master, int inSync) {
    int entry = Log.entry(epoch(state, master), inSync);
    return state.log(master, Log.append(state.log(master), entry));
  }

  /** Whether the slave's log is that of the master as far as it goes, and grows with it. */
  private static boolean isSubscribed(State state, int master, int slave) {
    return state.isUp(master, State.MASTER)
        && state.isUp(slave, State.FOLLOWING)
        && epoch(state, master) == epoch(state, slave)
        && Log.isPrefix(state.log(slave), state.log(master));
  }

  private static @Nullable State replicate(State state, int master, int slave) {
    if (!isSubscribed(state, master, slave) || state.log(slave) == state.log(master)) {
      return null;
    }
    int length = Log.length(state.log(slave)) + 1;
    return state.copy().log(slave, Log.prefix(state.log(master), length));
  }

  private @Nullable State acknowledge(State state, int master) {
    if (!state.isUp(master, State.MASTER)) {
      return null;
    }
    long log = state.log(master);
    int everywhere = Log.length(log);
    for (int server = 0; server < State.SERVERS; server++) {
      if (has(Log.inSync(log), server)) {
        everywhere = Math.min(everywhere, Log.common(log, state.log(server)));
      }
    }
    boolean configIsEverywhere =
        Log.newestConfig(log) <= everywhere || !holds(Rule.CONFIG_IS_ACKNOWLEDGED_FIRST);
    if (!configIsEverywhere
        || Log.firstOf(log, epoch(state, master)) > everywhere
        || everywhere <= state.get(master, Field.COMMIT)) {
      return null;
    }
    State next = state.copy().set(master, Field.COMMIT, everywhere);
    checkedAcknowledge(next, master, Log.prefix(log, everywhere));
    return next;
  }

  private static void checkedAcknowledge(State state, int master, long log) {
    long before = state.acknowledged();
    if (Log.isPrefix(log, before)) {
      return;
    }
    if (!Log.isPrefix(before, log)) {
      throw new Violation("two masters acknowledge: " + Log.text(before) + ", " + Log.text(log));
    }
    for (int other = 0; other < State.SERVERS; other++) {
      if (state.get(other, Field.ROLE) == State.MASTER
          && epoch(state, other) > epoch(state, master)
          && !Log.isPrefix(log, state.log(other))) {
        throw new Violation(master + " acknowledges what " + other + ", a newer master, lacks");
      }
    }
    state.acknowledge(log);
  }

  // ---- The in-sync set (3.7).

  private @Nullable State drop(State state, int master, int silent) {
    int inSync = Log.inSync(state.log(master));
    if (!state.isUp(master, State.MASTER)
        || !state.is(master, Field.CONFIRMED)
        || state.isUp(silent)
        || !has(inSync, silent)
        || !hasRoom(state, master)) {
      return null;
    }
    for (int server = 0; server < State.SERVERS; server++) {
      boolean deniesItsLease = state.isUp(server) && epoch(state, server) != epoch(state, master);
      if (has(inSync, server) && deniesItsLease && holds(Rule.DROP_NEEDS_THE_REST)) {
        return null;
      }
    }
    return append(state.copy(), master, inSync & ~(1 << silent));
  }

  private @Nullable State grow(State state, int master, int learner) {
    if (!isSubscribed(state, master, learner)
        || !state.is(master, Field.CONFIRMED)
        || !hasRoom(state, master)) {
      return null;
    }
    long log = state.log(master);
    int inSync = Log.inSync(log);
    int commit = state.get(master, Field.COMMIT);
    int first = Log.firstOf(log, epoch(state, master));
    boolean configIsAcknowledged =
        Log.newestConfig(log) <= commit || !holds(Rule.GROW_ONE_AT_A_TIME);
    if (has(inSync, learner)
        || !configIsAcknowledged
        || first > commit
        || Log.length(state.log(learner)) < Math.max(commit, first)) {
      return null;
    }
    return append(state.copy(), master, with(inSync, learner));
  }

  private @Nullable State tell(State state, int master, int slave) {
    if (!isSubscribed(state, master, slave)) {
      return null;
    }
    long log = state.log(master);
    int commit = state.get(master, Field.COMMIT);
    boolean acknowledgedAndThere =
        commit >= Log.newestConfig(log) && Log.length(state.log(slave)) >= commit;
    boolean grants =
        (acknowledgedAndThere || !holds(Rule.GRANT_NEEDS_THE_CONFIG_ACKNOWLEDGED))
            && (state.is(master, Field.CONFIRMED) || !holds(Rule.UNCONFIRMED_GRANTS_NOTHING));
    boolean eligible = state.is(slave, Field.ELIGIBLE);
    boolean granted = has(Log.inSync(log), slave) && (eligible || grants);
    return granted == eligible ? null : state.copy().set(slave, Field.ELIGIBLE, granted ? 1 : 0);
  }

  private @Nullable State infer(State state, int slave) {
    boolean infers =
        !holds(Rule.ELIGIBILITY_IS_GRANTED)
            && state.isUp(slave, State.FOLLOWING)
            && !state.is(slave, Field.ELIGIBLE)
            && has(Log.inSync(state.log(slave)), slave);
    return infers ? state.copy().set(slave, Field.ELIGIBLE, 1) : null;
  }

  // ---- Registering, and following (3.5, 3.8).

  private static @Nullable State register(State state, int slave, int master) {
    boolean isNew = state.isUp(slave, State.RECOVERING);
    boolean isOff =
        state.isUp(slave, State.FOLLOWING) && !Log.isPrefix(state.log(slave), state.log(master));
    if (!(isNew || (isOff && epoch(state, slave) == epoch(state, master)))
        || !state.isUp(master, State.MASTER)
        || epoch(state, slave) > epoch(state, master)) {
      return null;
    }
    int fork = Log.common(state.log(slave), state.log(master));
    return state
        .copy()
        .become(slave, State.FOLLOWING)
        .set(slave, Field.EPOCH, epoch(state, master))
        .log(slave, Log.prefix(state.log(slave), fork));
  }

  private static @Nullable State learn(State state, int server, int other) {
    if (!state.isUp(server) || !state.isUp(other) || epoch(state, other) <= epoch(state, server)) {
      return null;
    }
    State next = state.copy().set(server, Field.EPOCH, epoch(state, other));
    return state.isUp(server, State.RECOVERING) ? next : next.become(server, State.FOLLOWING);
  }

  /** Whether the owner of the epoch that this server promised is there, as master or candidate. */
  private static boolean hasLivingMaster(State state, int server) {
    int owner = Log.owner(epoch(state, server));
    return owner != server
        && epoch(state, owner) == epoch(state, server)
        && (state.isUp(owner, State.CANDIDATE) || isConfirmedMaster(state, owner));
  }

  private static boolean isConfirmedMaster(State state, int server) {
    return state.isUp(server, State.MASTER) && state.is(server, Field.CONFIRMED);
  }

  private static @Nullable State lookForMaster(State state, int server) {
    return state.isUp(server, State.FOLLOWING)
            && !state.is(server, Field.ELIGIBLE)
            && !hasLivingMaster(state, server)
        ? recover(state.copy(), server)
        : null;
  }

  private static State recover(State state, int server) {
    return state.become(server, State.RECOVERING).set(server, Field.ELIGIBLE, 0);
  }

  // ---- Crashes and pauses (3.9).

  private @Nullable State crash(State state, int server) {
    if (state.get(server, Field.STATUS) == State.DOWN || state.left(Budget.CRASHES) == 0) {
      return null;
    }
    State next = state.copy().spend(Budget.CRASHES).set(server, Field.STATUS, State.DOWN);
    next.become(server, State.RECOVERING);
    return holds(Rule.ELIGIBILITY_ENDS_AT_A_RESTART) ? next.set(server, Field.ELIGIBLE, 0) : next;
  }

  private @Nullable State resume(State state, int server) {
    if (state.get(server, Field.STATUS) != State.PAUSED) {
      return null;
    }
    State next = state.copy().set(server, Field.STATUS, State.UP);
    switch (state.get(server, Field.ROLE)) {
      case State.MASTER -> {
        boolean alone = Log.inSync(state.log(server)) == with(0, server);
        if (!alone && holds(Rule.PAUSED_MASTER_ASKS)) {
          next.set(server, Field.CONFIRMED, 0).set(server, Field.ELIGIBLE, 0);
        }
      }
      case State.FOLLOWING -> {
        if (holds(Rule.PAUSED_SLAVE_IS_NOT_ELIGIBLE)) {
          next.set(server, Field.ELIGIBLE, 0);
        }
      }
      case State.CANDIDATE -> {
        if (holds(Rule.PAUSED_CANDIDATE_GIVES_UP)) {
          recover(next, server);
        }
      }
      default -> {}
    }
    return next;
  }

  private static boolean canConfirm(State state, int master) {
    for (int server = 0; server < State.SERVERS; server++) {
      if (has(Log.inSync(state.log(master)), server)
          && !(state.isUp(server) && epoch(state, server) == epoch(state, master))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable State confirm(State state, int master) {
    boolean confirms =
        state.isUp(master, State.MASTER)
            && !state.is(master, Field.CONFIRMED)
            && canConfirm(state, master);
    return confirms
        ? state.copy().set(master, Field.CONFIRMED, 1).set(master, Field.ELIGIBLE, 1)
        : null;
  }

  private static @Nullable State stepDown(State state, int master) {
    boolean unconfirmed = state.isUp(master, State.MASTER) && !state.is(master, Field.CONFIRMED);
    return unconfirmed && !canConfirm(state, master) ? recover(state.copy(), master) : null;
  }

  // ---- Promotion (3.10).

  private @Nullable State claim(State state, int server) {
    boolean suspects =
        state.isUp(server, State.FOLLOWING)
            && state.is(server, Field.ELIGIBLE)
            && !hasLivingMaster(state, server);
    return suspects || hasLostItsBest(state, server)
        ? claim(state, server, Log.number(epoch(state, server)) + 1)
        : null;
  }

  private @Nullable State claim(State state, int server, int number) {
    if (number > epochsMax) {
      return null;
    }
    int cold = state.get(server, Field.COLD);
    return state
        .copy()
        .become(server, State.CANDIDATE)
        .set(server, Field.COLD, cold)
        .set(server, Field.EPOCH, Log.epoch(number, server));
  }

  private static boolean hasLostItsBest(State state, int server) {
    if (!state.isUp(server, State.CANDIDATE)) {
      return false;
    }
    int best = best(state, server);
    return best != server && !(state.isUp(best) && epoch(state, best) == epoch(state, server));
  }

  private static @Nullable State promise(State state, int candidate, int server) {
    if (!state.isUp(candidate, State.CANDIDATE)
        || !state.isUp(server)
        || has(state.get(candidate, Field.PROMISED), server)
        || epoch(state, server) > epoch(state, candidate)) {
      return null;
    }
    State next = state.copy();
    if (epoch(state, server) != epoch(state, candidate)) {
      boolean hearsAMaster =
          isConfirmedMaster(state, server)
              || (state.isUp(server, State.FOLLOWING)
                  && hasLivingMaster(state, server)
                  && isConfirmedMaster(state, Log.owner(epoch(state, server))));
      if (hearsAMaster) {
        return null;
      }
      next.become(server, State.FOLLOWING).set(server, Field.EPOCH, epoch(state, candidate));
    }
    next.set(candidate, Field.PROMISED, with(next.get(candidate, Field.PROMISED), server));
    if (next.is(server, Field.ELIGIBLE)) {
      int eligible = with(next.get(candidate, Field.PROMISED_ELIGIBLE), server);
      next.set(candidate, Field.PROMISED_ELIGIBLE, eligible);
    }
    return next.promisedLog(candidate, server, next.log(server));
  }

  /** The log with the newest Config that the candidate knows of. */
  private static long newestSeen(State state, int candidate) {
    long newest = state.log(candidate);
    for (int server = 0; server < State.SERVERS; server++) {
      long theirs = state.promisedLog(candidate, server);
      if (theirs != 0 && Log.configRank(theirs) > Log.configRank(newest)) {
        newest = theirs;
      }
    }
    return newest;
  }

  private boolean hasEnough(State state, int candidate) {
    int inSync = Log.inSync(newestSeen(state, candidate));
    int settled =
        with(state.get(candidate, Field.PROMISED) | state.get(candidate, Field.GONE), candidate);
    Rule rule =
        state.is(candidate, Field.COLD)
            ? Rule.COLD_START_WAITS_FOR_ALL
            : Rule.PROMOTION_WAITS_FOR_ALL;
    return (inSync & ~settled) == 0 || !holds(rule);
  }

  private static boolean countsAsEligible(State state, int candidate, int server) {
    return has(state.get(candidate, Field.PROMISED_ELIGIBLE), server)
        || (state.is(candidate, Field.COLD)
            && has(state.get(candidate, Field.PROMISED), server)
            && has(Log.inSync(newestSeen(state, candidate)), server));
  }

  /** Whose log is the best of those that count; the candidate's own if none is better. */
  private static int best(State state, int candidate) {
    int best = candidate;
    int position = Log.position(state.log(candidate));
    for (int server = 0; server < State.SERVERS; server++) {
      int theirs = Log.position(state.promisedLog(candidate, server));
      if (theirs > position && countsAsEligible(state, candidate, server)) {
        best = server;
        position = theirs;
      }
    }
    return best;
  }

  private @Nullable State fetch(State state, int candidate, int from) {
    return state.isUp(candidate, State.CANDIDATE)
            && hasEnough(state, candidate)
            && best(state, candidate) == from
            && state.isUp(from)
            && epoch(state, from) == epoch(state, candidate)
        ? state.copy().log(candidate, state.log(from))
        : null;
  }

  private @Nullable State promote(State state, int candidate) {
    if (!state.isUp(candidate, State.CANDIDATE)) {
      return null;
    }
    if (!has(Log.inSync(newestSeen(state, candidate)), candidate)) {
      return recover(state.copy(), candidate);
    }
    boolean hasTheBest = best(state, candidate) == candidate || !holds(Rule.BEST_TAIL_IS_PULLED);
    if (!hasEnough(state, candidate) || !hasTheBest || !hasRoom(state, candidate)) {
      return null;
    }
    if (!Log.isPrefix(state.acknowledged(), state.log(candidate))) {
      throw new Violation(candidate + " is promoted without what was acknowledged");
    }
    int inSync = with(0, candidate);
    for (int server = 0; server < State.SERVERS; server++) {
      boolean promised = has(state.get(candidate, Field.PROMISED), server);
      if (countsAsEligible(state, candidate, server)
          || (promised && !holds(Rule.ONLY_ELIGIBLE_ARE_IN_SYNC))) {
        inSync = with(inSync, server);
      }
    }
    State next = state.copy().become(candidate, State.MASTER);
    next.set(candidate, Field.CONFIRMED, 1).set(candidate, Field.ELIGIBLE, 1);
    return append(next, candidate, inSync);
  }

  // ---- After a full stop (3.12).

  private @Nullable State coldClaim(State state, int server) {
    if (!state.isUp(server, State.RECOVERING)) {
      return null;
    }
    long newest = state.log(server);
    int number = 0;
    for (int other = 0; other < State.SERVERS; other++) {
      if (state.isUp(other)) {
        if (state.is(other, Field.ELIGIBLE) || state.get(other, Field.ROLE) >= State.CANDIDATE) {
          return null;
        }
        number = Math.max(number, Log.number(epoch(state, other)));
        newest =
            Log.configRank(state.log(other)) > Log.configRank(newest) ? state.log(other) : newest;
      }
    }
    if (!isBestAfterAFullStop(state, server, Log.inSync(newest))) {
      return null;
    }
    State cold = state.copy().set(server, Field.COLD, 1);
    return claim(cold, server, number + 1);
  }

  private boolean isBestAfterAFullStop(State state, int server, int inSync) {
    if (!has(inSync, server)) {
      return false;
    }
    int position = Log.position(state.log(server));
    for (int other = 0; other < State.SERVERS; other++) {
      if (has(inSync, other) && !state.isUp(other) && holds(Rule.COLD_START_WAITS_FOR_ALL)) {
        return false;
      }
      int theirs = Log.position(state.log(other));
      boolean better = theirs > position || (theirs == position && other < server);
      if (has(inSync, other) && state.isUp(other) && better) {
        return false;
      }
    }
    return true;
  }

  /** Somebody that it needs has gone, or has promised somebody else. */
  private @Nullable State coldGiveUp(State state, int candidate) {
    if (!state.isUp(candidate, State.CANDIDATE)
        || !state.is(candidate, Field.COLD)
        || hasEnough(state, candidate)) {
      return null;
    }
    int inSync = Log.inSync(newestSeen(state, candidate));
    for (int server = 0; server < State.SERVERS; server++) {
      boolean promised = server == candidate || has(state.get(candidate, Field.PROMISED), server);
      boolean canBeAsked = state.isUp(server) && epoch(state, server) <= epoch(state, candidate);
      if (has(inSync, server) && !promised && !canBeAsked) {
        return recover(state.copy(), candidate);
      }
    }
    return null;
  }

  // ---- Progress.

  /** Whether somebody serves: its first Config is acknowledged, so everything before is. */
  static boolean serves(State state) {
    for (int server = 0; server < State.SERVERS; server++) {
      if (isConfirmedMaster(state, server)
          && Log.firstOf(state.log(server), epoch(state, server))
              <= state.get(server, Field.COMMIT)) {
        return true;
      }
    }
    return false;
  }
}
