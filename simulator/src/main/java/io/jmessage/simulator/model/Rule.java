package io.jmessage.simulator.model;

/** The rules that the search can do without, to see what they are for (docs/protocol.md, 4). */
enum Rule {
  /** A Config met while catching up grants nothing (regression 1). */
  ELIGIBILITY_IS_GRANTED,
  /** Who was eligible is not so after a restart (regression 2). */
  ELIGIBILITY_ENDS_AT_A_RESTART,
  /** A cold start waits for every member of the newest in-sync set (regression 3). */
  COLD_START_WAITS_FOR_ALL,
  /** A master that was paused asks before it goes on (regression 4). */
  PAUSED_MASTER_ASKS,
  /** The Config that makes a server eligible is acknowledged (regression 5). */
  GRANT_NEEDS_THE_CONFIG_ACKNOWLEDGED,
  /** A master that was paused and is not confirmed makes nobody eligible (decision 0016). */
  UNCONFIRMED_GRANTS_NOTHING,
  /** A slave that was paused is not eligible (3.9). */
  PAUSED_SLAVE_IS_NOT_ELIGIBLE,
  /** A candidate that was paused gives up (decision 0012). */
  PAUSED_CANDIDATE_GIVES_UP,
  /** A member in sync is dropped only while those who stay grant their leases (3.7). */
  DROP_NEEDS_THE_REST,
  /** A learner is added only once the Config before is acknowledged (3.7). */
  GROW_ONE_AT_A_TIME,
  /** Nothing is acknowledged below the newest Config (3.6, rule 4a). */
  CONFIG_IS_ACKNOWLEDGED_FIRST,
  /** A candidate waits for every member of the newest in-sync set (P4). */
  PROMOTION_WAITS_FOR_ALL,
  /** A candidate pulls the best log among the eligible (P5). */
  BEST_TAIL_IS_PULLED,
  /** Only what is eligible is in the first in-sync set of an epoch (P6). */
  ONLY_ELIGIBLE_ARE_IN_SYNC
}
