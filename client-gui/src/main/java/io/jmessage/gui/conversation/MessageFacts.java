package io.jmessage.gui.conversation;

import java.time.Instant;

/**
 * What is known of a message just now. Immutable.
 *
 * @param time the server's; while waiting, this machine's
 * @param sequence its number in the conversation; 0 while waiting
 * @param copies servers that had it when it was acknowledged; 0 if this window was not told
 * @param members servers that there were then
 * @param merged it came in late, from a server that had been cut off
 * @param startsGroup the message above is another person's, or much older
 * @param problem why it failed, for people; empty if it did not
 */
public record MessageFacts(
    Delivery delivery,
    Instant time,
    long sequence,
    int copies,
    int members,
    boolean merged,
    boolean startsGroup,
    String problem) {

  static MessageFacts waiting(Instant now) {
    return new MessageFacts(Delivery.WAITING, now, 0, 0, 0, false, true, "");
  }

  static MessageFacts stored(Delivery delivery, Instant time, long sequence, boolean merged) {
    return new MessageFacts(delivery, time, sequence, 0, 0, merged, true, "");
  }

  MessageFacts withDelivery(Delivery next) {
    return new MessageFacts(next, time, sequence, copies, members, merged, startsGroup, problem);
  }

  MessageFacts withCopies(int have, int of) {
    return new MessageFacts(delivery, time, sequence, have, of, merged, startsGroup, problem);
  }

  MessageFacts withStartsGroup(boolean starts) {
    return new MessageFacts(delivery, time, sequence, copies, members, merged, starts, problem);
  }

  MessageFacts failed(String why) {
    return new MessageFacts(
        Delivery.FAILED, time, sequence, copies, members, merged, startsGroup, why);
  }
}
