package io.jmessage.server.chat.model;

/**
 * Which part of a conversation is asked for.
 *
 * @param before only messages below this sequence; the newest of them, unless {@code after} is
 *     given
 * @param after only messages above this sequence, the oldest of them; 0: no bound
 * @param limit messages at most
 */
public record PageRequest(long before, long after, int limit) {
  private static final int LIMIT_DEFAULT = 200;
  private static final int LIMIT_MAX = 1_000;

  /** From the client's numbers, in which 0 and below mean that it does not care. */
  public static PageRequest of(long before, long after, int limit) {
    return new PageRequest(
        before <= 0 ? Long.MAX_VALUE : before,
        Math.max(0, after),
        limit <= 0 ? LIMIT_DEFAULT : Math.min(limit, LIMIT_MAX));
  }
}
