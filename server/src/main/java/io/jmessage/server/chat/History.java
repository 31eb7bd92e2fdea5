package io.jmessage.server.chat;

import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.ConversationView;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.chat.store.ChatReader.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads conversations in pages that fit into one answer. Because sequences have no hole, a page is
 * a range of numbers. One thread.
 */
final class History {

  /** Bounds what one statement holds in memory: 32 texts of 64 KiB. */
  private static final int LINES_PER_READ = 32;

  /** What an answer can hold without any last message, with room for some. */
  private static final int CONVERSATIONS_MAX = 10_000;

  /** A name of 64 characters and seven numbers, at their longest. */
  private static final int CONVERSATION_BYTES = 384;

  private final ChatReader reader;
  private final long account;

  History(ChatReader reader, long account) {
    this.reader = reader;
    this.account = account;
  }

  /**
   * What a name leads to. A name may belong to a living account and to deleted ones: the living one
   * wins. A deleted one is found only by those who have a conversation with it.
   *
   * @param conversation empty: the account is there, but nothing was said yet
   */
  record Found(Optional<Conversation> conversation) {}

  Optional<Found> find(String name) {
    Optional<Account> living = reader.living(name);
    if (living.isPresent()) {
      return Optional.of(new Found(reader.between(account, living.get().id())));
    }
    return reader.withDeleted(account, name).map(c -> new Found(Optional.of(c)));
  }

  /** The newest messages below a sequence, oldest first. */
  List<Line> newestBelow(Conversation conversation, long before, int limit) {
    long high = Math.min(before - 1, conversation.lastSequence());
    PageBudget budget = new PageBudget(limit);
    Deque<Line> page = new ArrayDeque<>();
    while (high > 0 && budget.messagesLeft() > 0) {
      long low = Math.max(1, high - Math.min(LINES_PER_READ, budget.messagesLeft()) + 1);
      List<Line> lines = reader.lines(conversation.id(), low, high);
      for (int i = lines.size() - 1; i >= 0; i--) {
        if (!budget.take(lines.get(i).message())) {
          return List.copyOf(page);
        }
        page.addFirst(lines.get(i));
      }
      high = low - 1;
    }
    return List.copyOf(page);
  }

  /** The oldest messages with after < sequence < before, oldest first. */
  List<Line> oldestBetween(Conversation conversation, long after, long before, int limit) {
    long last = Math.min(before - 1, conversation.lastSequence());
    PageBudget budget = new PageBudget(limit);
    List<Line> page = new ArrayList<>();
    for (long low = after + 1; low <= last && budget.messagesLeft() > 0; ) {
      long high = Math.min(last, low + Math.min(LINES_PER_READ, budget.messagesLeft()) - 1);
      for (Line line : reader.lines(conversation.id(), low, high)) {
        if (!budget.take(line.message())) {
          return page;
        }
        page.add(line);
      }
      low = high + 1;
    }
    return page;
  }

  /**
   * All conversations, the newest first, with their last messages as far as they fit into one
   * answer beside the rest.
   */
  List<ConversationView> conversations() {
    List<Conversation> newestFirst = new ArrayList<>(reader.conversationsOf(account));
    newestFirst.sort(Comparator.comparingLong(Conversation::lastMessageId).reversed());
    int count = Math.min(newestFirst.size(), CONVERSATIONS_MAX);
    PageBudget budget = new PageBudget(count, count * CONVERSATION_BYTES);
    List<ConversationView> views = new ArrayList<>(count);
    boolean room = true;
    for (Conversation conversation : newestFirst.subList(0, count)) {
      Account peer = reader.account(conversation.peer(account).account());
      Optional<ChatMessage> last = Optional.empty();
      if (room) {
        last =
            Optional.of(reader.line(conversation.lastMessageId()).message()).filter(budget::take);
        room = last.isPresent();
      }
      views.add(ConversationView.of(conversation, account, peer, last));
    }
    return views;
  }
}
