package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChatCommand;
import io.jmessage.server.chat.command.MarkCommand;
import io.jmessage.server.chat.command.MarkReceivedCommand;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Page;
import io.jmessage.server.chat.model.PageRequest;
import io.jmessage.server.chat.model.TextRules;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.chat.store.ChatReader.Line;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers what a caller asks of its own messages, and marks what an answer shows. Thread-safe. */
final class Reading {

  /** A page and what showing it to the caller marks; empty if no mark moves. */
  private record Shown(Page page, Optional<ChatCommand> mark) {
    static Shown refused(ErrorCode code) {
      return new Shown(Page.of(code), Optional.empty());
    }
  }

  private final Orders orders;
  private final Queries queries;
  private final Consumer<Account> active;

  /**
   * @param active hears of every account that asks; must not block
   */
  Reading(Orders orders, Queries queries, Consumer<Account> active) {
    this.orders = orders;
    this.queries = queries;
    this.active = active;
  }

  /** See {@link ReplicatedChat#takeUnreceived}. */
  CompletableFuture<Page> takeUnreceived(ByteString session) {
    return asAccount(session, Shown::refused, (reader, id) -> unreceived(reader, id, session))
        .thenCompose(this::mark);
  }

  /** See {@link ReplicatedChat#takeNewest}. */
  CompletableFuture<Page> takeNewest(ByteString session, String username) {
    String name = TextRules.name(username).orElse("");
    return asAccount(session, Shown::refused, (reader, id) -> newest(reader, id, name, session))
        .thenCompose(this::mark);
  }

  /** See {@link ReplicatedChat#page}. */
  CompletableFuture<Page> page(ByteString session, String username, PageRequest request) {
    String name = TextRules.name(username).orElse("");
    return asAccount(session, Page::of, (reader, id) -> page(reader, id, name, request));
  }

  /** Runs a query as the account of the session; without one the answer is NOT_LOGGED_IN. */
  <T> CompletableFuture<T> asAccount(
      ByteString session, Function<ErrorCode, T> refused, BiFunction<ChatReader, Long, T> query) {
    return queries.run(
        reader -> {
          Optional<Account> caller = reader.accountOfSession(session);
          caller.ifPresent(active);
          return caller
              .map(account -> query.apply(reader, account.id()))
              .orElseGet(() -> refused.apply(ErrorCode.NOT_LOGGED_IN));
        });
  }

  private CompletableFuture<Page> mark(Shown shown) {
    if (shown.mark().isEmpty()) {
      return CompletableFuture.completedFuture(shown.page());
    }
    return orders
        .submit(shown.mark().get())
        .thenApply(outcome -> outcome.isOk() ? shown.page() : Page.of(outcome.code()));
  }

  private static Shown unreceived(ChatReader reader, long account, ByteString session) {
    List<ChatMessage> messages = MessageCursor.unreceived(reader, account).nextPage(reader);
    List<Long> ids = messages.stream().map(ChatMessage::id).toList();
    Optional<ChatCommand> mark =
        ids.isEmpty() ? Optional.empty() : Optional.of(new MarkReceivedCommand(session, ids));
    return new Shown(Page.of(messages), mark);
  }

  private static Shown newest(ChatReader reader, long account, String name, ByteString session) {
    History history = new History(reader, account);
    Optional<History.Found> found = history.find(name);
    if (found.isEmpty()) {
      return Shown.refused(ErrorCode.UNKNOWN_USER);
    }
    if (found.get().conversation().isEmpty()) {
      return Shown.refused(ErrorCode.NO_MESSAGES);
    }
    Conversation conversation = found.get().conversation().get();
    List<Line> lines = history.newestBelow(conversation, Long.MAX_VALUE, Integer.MAX_VALUE);
    return new Shown(page(lines), marking(conversation, account, name, lines, session));
  }

  /**
   * What showing the newest lines marks. A mark covers all below it, so it may only move if the
   * page reaches down to what was received before; else the lines are marked one by one.
   */
  private static Optional<ChatCommand> marking(
      Conversation conversation, long account, String name, List<Line> lines, ByteString session) {
    Conversation.Side side = conversation.side(account);
    long first = lines.get(0).message().sequence();
    long last = lines.get(lines.size() - 1).message().sequence();
    if (first <= side.received() + 1) {
      boolean moves = last > side.received() || last > side.read();
      return moves ? Optional.of(new MarkCommand(session, name, last, last)) : Optional.empty();
    }
    List<Long> fresh =
        lines.stream()
            .filter(line -> line.receiver() == account && !line.received())
            .map(line -> line.message().id())
            .limit(MarkReceivedCommand.IDS_MAX)
            .toList();
    return fresh.isEmpty()
        ? Optional.empty()
        : Optional.of(new MarkReceivedCommand(session, fresh));
  }

  private static Page page(ChatReader reader, long account, String name, PageRequest request) {
    History history = new History(reader, account);
    Optional<History.Found> found = history.find(name);
    if (found.isEmpty()) {
      return Page.of(ErrorCode.UNKNOWN_USER);
    }
    return found
        .get()
        .conversation()
        .map(conversation -> page(lines(history, conversation, request)))
        .orElse(Page.of(ErrorCode.NO_MESSAGES));
  }

  private static List<Line> lines(History history, Conversation conversation, PageRequest request) {
    return request.after() > 0
        ? history.oldestBetween(conversation, request.after(), request.before(), request.limit())
        : history.newestBelow(conversation, request.before(), request.limit());
  }

  private static Page page(List<Line> lines) {
    return Page.of(lines.stream().map(Line::message).toList());
  }
}
