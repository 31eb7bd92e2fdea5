package io.jmessage.server.chat.model;

/**
 * A conversation of two accounts, or of one with itself (then side {@code a} is in use).
 *
 * <p>Per side: everything up to {@code received} has reached it, or is its own; {@code unreceived}
 * counts the messages to it that have not. So {@code unreceived == 0} means {@code received ==
 * lastSequence}; the same holds for {@code read} and {@code unread}. Marks never sink.
 *
 * @param a the side with the smaller account id
 */
public record Conversation(long id, Side a, Side b, long lastSequence, long lastMessageId) {

  /** What one party has of a conversation. */
  public record Side(long account, long received, long read, long unreceived, long unread) {

    static Side of(long account) {
      return new Side(account, 0, 0, 0, 0);
    }

    Side afterSending(long previous, long sequence) {
      return new Side(
          account,
          received == previous ? sequence : received,
          read == previous ? sequence : read,
          unreceived,
          unread);
    }

    Side afterArrival() {
      return new Side(account, received, read, unreceived + 1, unread + 1);
    }
  }

  public static Conversation between(long id, long one, long other) {
    return new Conversation(id, Side.of(Math.min(one, other)), Side.of(Math.max(one, other)), 0, 0);
  }

  public boolean isWithSelf() {
    return a.account == b.account;
  }

  public Side side(long account) {
    return a.account == account ? a : b;
  }

  public Side peer(long account) {
    return a.account == account ? b : a;
  }

  /** After one more message; the sender's own message leaves nothing for it to receive or read. */
  public Conversation withMessage(long sender, long messageId) {
    long sequence = lastSequence + 1;
    Conversation next = new Conversation(id, a, b, sequence, messageId);
    if (isWithSelf()) {
      return next.with(a.afterArrival());
    }
    return next.with(side(sender).afterSending(lastSequence, sequence))
        .with(peer(sender).afterArrival());
  }

  /** With the side of the same account replaced. */
  public Conversation with(Side side) {
    return side.account == a.account
        ? new Conversation(id, side, b, lastSequence, lastMessageId)
        : new Conversation(id, a, side, lastSequence, lastMessageId);
  }
}
