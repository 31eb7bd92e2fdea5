package io.jmessage.gui.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message just now. Immutable.
 *
 * @param time the server's; while waiting, this machine's
 * @param since when it came to stand so; null: this window was not told
 * @param sequence its number in the conversation; 0 while waiting
 * @param copies servers that had it when it was acknowledged; 0 if this window was not told
 * @param members servers that there were then
 * @param merged it came in late, from a server that had been cut off
 * @param startsGroup the message above is another person's, or much older
 * @param reason why it waits or has failed, for people; else empty
 */
public record MessageFacts(
    Delivery delivery,
    Instant time,
    @Nullable Instant since,
    long sequence,
    int copies,
    int members,
    boolean merged,
    boolean startsGroup,
    String reason) {

  static MessageFacts waiting(Instant written) {
    return new MessageFacts(Delivery.WAITING, written, written, 0, 0, 0, false, true, "");
  }

  static MessageFacts stored(Delivery delivery, Instant time, long sequence, boolean merged) {
    return new MessageFacts(delivery, time, null, sequence, 0, 0, merged, true, "");
  }

  MessageFacts withDelivery(Delivery next) {
    return standing(next, null, reason);
  }

  MessageFacts withCopies(int have, int of) {
    return new MessageFacts(delivery, time, since, sequence, have, of, merged, startsGroup, reason);
  }

  MessageFacts withStartsGroup(boolean starts) {
    return new MessageFacts(
        delivery, time, since, sequence, copies, members, merged, starts, reason);
  }

  MessageFacts standing(Delivery next, @Nullable Instant nextSince, String why) {
    return new MessageFacts(
        next, time, nextSince, sequence, copies, members, merged, startsGroup, why);
  }
}
