package io.jmessage.server.chat;

import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.chat.store.MessageTable.Stub;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Walks through an account's messages of all conversations in the order of their ids, up to a bound
 * that is fixed at the start.
 *
 * <p>It merges the conversations, each of which is in order already, so that its cost follows from
 * what it returns and not from what others have written. Order by id matters: a client resumes from
 * the greatest id that it has. One thread at a time.
 */
public final class MessageCursor {
  private static final int STUBS_PER_READ = 64;
  private static final int PAGE_MESSAGES_MAX = 200;

  /** The part of one conversation that is still to come. Its first stub is the head. */
  private static final class Source {
    final long conversation;
    final Deque<Stub> stubs = new ArrayDeque<>();
    long readTo;

    Source(long conversation, long readTo) {
      this.conversation = conversation;
      this.readTo = readTo;
    }

    long headId() {
      return stubs.getFirst().id();
    }
  }

  private final long upTo;
  private final Predicate<Stub> wanted;
  private final PriorityQueue<Source> sources =
      new PriorityQueue<>(Comparator.comparingLong(Source::headId));

  private MessageCursor(long upTo, Predicate<Stub> wanted) {
    this.upTo = upTo;
    this.wanted = wanted;
  }

  /** All messages from and to the account with after < id <= upTo. */
  static MessageCursor after(ChatReader reader, long account, long after, long upTo) {
    MessageCursor cursor = new MessageCursor(upTo, stub -> true);
    for (Conversation conversation : reader.conversationsOf(account)) {
      if (conversation.lastMessageId() > after) {
        long from = reader.sequenceUpTo(conversation, after);
        cursor.add(reader, new Source(conversation.id(), from));
      }
    }
    return cursor;
  }

  /** The messages to the account that it has not received. */
  static MessageCursor unreceived(ChatReader reader, long account) {
    MessageCursor cursor =
        new MessageCursor(
            reader.lastMessageId(), stub -> stub.receiver() == account && !stub.received());
    for (Conversation conversation : reader.conversationsOf(account)) {
      Conversation.Side side = conversation.side(account);
      if (side.unreceived() > 0) {
        cursor.add(reader, new Source(conversation.id(), side.received()));
      }
    }
    return cursor;
  }

  /** Every message with an id up to this is behind the cursor once it is at its end. */
  public long upTo() {
    return upTo;
  }

  /** The next messages, as many as fit into one answer; empty at the end. */
  List<ChatMessage> nextPage(ChatReader reader) {
    List<ChatMessage> page = new ArrayList<>();
    PageBudget budget = new PageBudget(PAGE_MESSAGES_MAX);
    while (!sources.isEmpty()) {
      Source source = sources.remove();
      ChatMessage message = reader.line(source.headId()).message();
      if (!budget.take(message)) {
        sources.add(source);
        return page;
      }
      page.add(message);
      source.stubs.removeFirst();
      add(reader, source);
    }
    return page;
  }

  /** Puts the source back in order, unless nothing of it is left. */
  private void add(ChatReader reader, Source source) {
    while (source.stubs.isEmpty()) {
      List<Stub> read = reader.stubsAfter(source.conversation, source.readTo, STUBS_PER_READ);
      if (read.isEmpty()) {
        return;
      }
      source.readTo = read.get(read.size() - 1).sequence();
      read.stream().filter(stub -> stub.id() <= upTo).filter(wanted).forEach(source.stubs::addLast);
    }
    sources.add(source);
  }
}
