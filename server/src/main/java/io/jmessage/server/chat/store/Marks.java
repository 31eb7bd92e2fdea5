package io.jmessage.server.chat.store;

import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.Conversation.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves the received and read marks of a conversation. A mark covers everything below it, so that
 * raising one touches no message row; only a message received ahead of an earlier one is flagged by
 * itself. Marks never sink. Writer thread only.
 */
public final class Marks {
  private static final int PAGE = 256;

  private final MessageTable messages;

  Marks(MessageTable messages) {
    this.messages = messages;
  }

  /** Raises both marks of the account as far as there are messages; read implies received. */
  public Conversation raise(Conversation conversation, long account, long received, long read) {
    long last = conversation.lastSequence();
    Side side = conversation.side(account);
    side = raiseRead(conversation, side, Math.min(read, last));
    side = raiseReceived(conversation, side, Math.min(Math.max(received, read), last));
    return conversation.with(side);
  }

  /** Takes single messages to the account as received; {@code stubs} are of this conversation. */
  public Conversation receive(
      Conversation conversation, long account, List<MessageTable.Stub> stubs) {
    Side side = conversation.side(account);
    Set<Long> fresh = new HashSet<>();
    for (MessageTable.Stub stub : stubs) {
      if (stub.receiver() == account && !stub.received() && stub.sequence() > side.received()) {
        fresh.add(stub.sequence());
      }
    }
    if (fresh.isEmpty()) {
      return conversation;
    }
    long unreceived = side.unreceived() - fresh.size();
    long mark =
        unreceived == 0
            ? conversation.lastSequence()
            : contiguous(conversation.id(), account, side.received(), fresh);
    for (MessageTable.Stub stub : stubs) {
      if (stub.sequence() > mark && fresh.contains(stub.sequence())) {
        messages.markReceived(stub);
      }
    }
    return conversation.with(new Side(account, mark, side.read(), unreceived, side.unread()));
  }

  /** The greatest sequence up to which nothing to the account is missing. */
  private long contiguous(long conversation, long account, long from, Set<Long> fresh) {
    long mark = from;
    while (true) {
      List<MessageTable.Stub> page = messages.stubsAfter(conversation, mark, PAGE);
      for (MessageTable.Stub stub : page) {
        boolean missing =
            stub.receiver() == account && !stub.received() && !fresh.contains(stub.sequence());
        if (missing) {
          return mark;
        }
        mark = stub.sequence();
      }
      if (page.size() < PAGE) {
        return mark;
      }
    }
  }

  private Side raiseReceived(Conversation conversation, Side side, long to) {
    if (to <= side.received()) {
      return side;
    }
    long last = conversation.lastSequence();
    long left =
        to == last
            ? 0
            : side.unreceived()
                - messages.countUnreceived(conversation.id(), side.received(), to, side.account());
    return new Side(side.account(), left == 0 ? last : to, side.read(), left, side.unread());
  }

  private Side raiseRead(Conversation conversation, Side side, long to) {
    if (to <= side.read()) {
      return side;
    }
    long last = conversation.lastSequence();
    long left =
        to == last
            ? 0
            : side.unread() - messages.countTo(conversation.id(), side.read(), to, side.account());
    return new Side(
        side.account(), side.received(), left == 0 ? last : to, side.unreceived(), left);
  }
}
