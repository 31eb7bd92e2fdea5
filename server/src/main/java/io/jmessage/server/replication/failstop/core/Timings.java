package io.jmessage.server.replication.failstop.core;

/**
 * The times of docs/protocol.md, 3.9, in milliseconds.
 *
 * @param heartBeatMillis H: between heart-beats and keep-alives, both ways
 * @param leaseMillis L: what a slave grants by echoing a master's token
 * @param failMillis T_fail: silence after which a slave suspects its master
 * @param dropMillis T_drop: silence after which a master drops a slave
 * @param claimMillis T_claim: one round of questions before a claim, or of fetching a tail
 * @param stepMillis the i-th smallest address waits i times this before it claims
 */
public record Timings(
    long heartBeatMillis,
    long leaseMillis,
    long failMillis,
    long dropMillis,
    long claimMillis,
    long stepMillis) {

  public static final Timings DEFAULTS = new Timings(250, 1500, 2000, 2500, 700, 1000);

  public Timings {
    if (heartBeatMillis < 1
        || claimMillis < 1
        || stepMillis < 1
        || leaseMillis <= heartBeatMillis) {
      throw new IllegalArgumentException(
          "timings: expected 0 < heart-beat < lease, claim and step > 0");
    }
    // Assumption A5: clock rates differ by less than 10 %.
    if (failMillis <= 1.1 * leaseMillis + heartBeatMillis) {
      throw new IllegalArgumentException(
          "timings: the time to suspect must be longer than 1.1 leases and a heart-beat");
    }
    if (dropMillis < failMillis) {
      throw new IllegalArgumentException(
          "timings: the time to drop a slave must not be shorter than the time to suspect a master");
    }
  }
}
