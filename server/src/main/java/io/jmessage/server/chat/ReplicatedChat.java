package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChatCommand;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.DeleteAccountCommand;
import io.jmessage.server.chat.command.EndSessionsCommand;
import io.jmessage.server.chat.command.LogoutCommand;
import io.jmessage.server.chat.command.MarkCommand;
import io.jmessage.server.chat.command.MarkReceivedCommand;
import io.jmessage.server.chat.command.SendCommand;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.ConversationView;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.LoggedIn;
import io.jmessage.server.chat.model.OpenSession;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.model.Page;
import io.jmessage.server.chat.model.PageRequest;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.chat.model.Sent;
import io.jmessage.server.chat.model.TextRules;
import io.jmessage.server.chat.model.Typist;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.ReplicationEngine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one door to the chat: typed commands and queries over the replication engine.
 *
 * <p>Here, on the master and before a command is ordered, everything is added that is not
 * deterministic: time, salts, session ids. A user's mistake is a code in the answer; futures fail
 * only with the engine's exceptions (nothing happened, or nobody can tell), with a {@code
 * RefusedException} of a full queue, or with a bug. Thread-safe; no method blocks.
 */
public final class ReplicatedChat implements AutoCloseable {
  private static final int CLIENT_MESSAGE_ID_BYTES = 16;

  private final ChatStateMachine state;
  private final Orders orders;
  private final Queries queries;
  private final Senders senders;
  private final PasswordHasher hasher;
  private final Logins logins;
  private final Passwords passwords;
  private final Reading reading;
  private final List<Consumer<Account>> activityListeners = new CopyOnWriteArrayList<>();

  /**
   * Starts its threads; the engine must be one that applies to {@code state}.
   *
   * @param timeMicros the wall clock, UTC
   */
  public ReplicatedChat(
      ReplicationEngine engine, ChatStateMachine state, Argon2 argon2, LongSupplier timeMicros) {
    this.state = state;
    this.orders = new Orders(engine, timeMicros);
    this.queries = new Queries(engine, state);
    this.senders = new Senders(queries);
    this.hasher = new PasswordHasher(argon2);
    this.logins = new Logins(orders, queries, hasher, senders, this::active);
    this.passwords = new Passwords(orders, queries, hasher);
    this.reading = new Reading(orders, queries, this::active);
    state.onEvents(senders::hear);
    hasher.warmUp();
  }

  /** Codes OK, INVALID_USERNAME, INVALID_PASSWORD, USERNAME_TAKEN, INVALID_ARGUMENTS. */
  public CompletableFuture<ErrorCode> createAccount(
      Optional<RequestId> requestId, String username, String password) {
    Optional<String> name = TextRules.name(username);
    Optional<String> secret = TextRules.password(password);
    if (name.isEmpty()) {
      return CompletableFuture.completedFuture(ErrorCode.INVALID_USERNAME);
    }
    if (secret.isEmpty()) {
      return CompletableFuture.completedFuture(ErrorCode.INVALID_PASSWORD);
    }
    return hasher
        .hash(secret.get())
        .thenCompose(hash -> create(requestId, name.get(), hash))
        .thenApply(Outcome::code);
  }

  private CompletableFuture<Outcome> create(
      Optional<RequestId> requestId, String name, String passwordHash) {
    return queries
        .run(reader -> reader.living(name).isEmpty())
        .thenCompose(
            free -> orders.submit(requestId, new CreateAccountCommand(name, passwordHash, free)));
  }

  /**
   * Codes OK, UNKNOWN_USER, WRONG_PASSWORD, INVALID_ARGUMENTS.
   *
   * @param chosenSessionId the client's own, 64 hex digits, or empty: then one is made up
   * @param client what the program calls itself in the list of sessions; may be empty
   */
  public CompletableFuture<LoggedIn> login(
      Optional<RequestId> requestId,
      String username,
      String password,
      String chosenSessionId,
      String client) {
    return logins.login(requestId, username, password, chosenSessionId, client);
  }

  /** Codes OK, INVALID_PASSWORD (the new one), WRONG_PASSWORD (the old one), NOT_LOGGED_IN. */
  public CompletableFuture<ErrorCode> changePassword(
      Optional<RequestId> requestId, String sessionId, String oldPassword, String newPassword) {
    return passwords.change(requestId, SessionIds.hash(sessionId), oldPassword, newPassword);
  }

  /** The sessions of the caller's account, oldest first; empty if the session is unknown. */
  public CompletableFuture<Optional<List<OpenSession>>> sessions(String sessionId) {
    return reading.asAccount(
        SessionIds.hash(sessionId),
        code -> Optional.empty(),
        (reader, account) -> Optional.of(reader.sessionsOf(account)));
  }

  /**
   * Codes OK, INVALID_ARGUMENTS, NOT_LOGGED_IN.
   *
   * @param key the hash of the session to end; empty: all but the caller's own
   */
  public CompletableFuture<ErrorCode> endSessions(
      Optional<RequestId> requestId, String sessionId, ByteString key) {
    ByteString own = SessionIds.hash(sessionId);
    if (!key.isEmpty() && key.size() != own.size()) {
      return CompletableFuture.completedFuture(ErrorCode.INVALID_ARGUMENTS);
    }
    return orders.submit(requestId, new EndSessionsCommand(own, key)).thenApply(Outcome::code);
  }

  /** Who writes to whom. Codes OK, UNKNOWN_USER, NOT_LOGGED_IN. */
  public CompletableFuture<Typist> typist(String sessionId, String username) {
    String name = TextRules.name(username).orElse("");
    return reading.asAccount(
        SessionIds.hash(sessionId),
        Typist::refused,
        (reader, account) ->
            reader
                .living(name)
                .map(to -> new Typist(ErrorCode.OK, reader.account(account).name(), to.id()))
                .orElse(Typist.refused(ErrorCode.UNKNOWN_USER)));
  }

  /** Codes OK, NOT_LOGGED_IN, INVALID_ARGUMENTS. */
  public CompletableFuture<ErrorCode> logout(Optional<RequestId> requestId, String sessionId) {
    ChatCommand command = new LogoutCommand(SessionIds.hash(sessionId));
    return orders.submit(requestId, command).thenApply(Outcome::code);
  }

  /** Codes OK, NOT_LOGGED_IN, INVALID_ARGUMENTS. */
  public CompletableFuture<ErrorCode> deleteAccount(
      Optional<RequestId> requestId, String sessionId) {
    ChatCommand command = new DeleteAccountCommand(SessionIds.hash(sessionId));
    return orders.submit(requestId, command).thenApply(Outcome::code);
  }

  /** Codes OK, INVALID_ARGUMENTS, INVALID_MESSAGE, NOT_LOGGED_IN, UNKNOWN_RECEIVER. */
  public CompletableFuture<Sent> send(
      String sessionId, String to, String text, ByteString clientMessageId) {
    if (!clientMessageId.isEmpty() && clientMessageId.size() != CLIENT_MESSAGE_ID_BYTES) {
      return CompletableFuture.completedFuture(Sent.refused(ErrorCode.INVALID_ARGUMENTS));
    }
    // Who is not logged in hears that first, whatever else is wrong. So what is out of bounds goes
    // on
    // as empty: apply looks at the session first, and then refuses it.
    String checkedText = TextRules.isText(text) ? text : "";
    String receiver = TextRules.name(to).orElse("");
    ByteString session = SessionIds.hash(sessionId);
    ChatCommand command =
        new SendCommand(session, receiver, checkedText, clientMessageId, senders.nameOf(session));
    return orders.commit(Optional.empty(), command).thenApply(ReplicatedChat::sent);
  }

  /** Codes OK, NOT_LOGGED_IN; INVALID_ARGUMENTS if there are too many ids. */
  public CompletableFuture<ErrorCode> markReceived(String sessionId, List<Long> messageIds) {
    if (messageIds.size() > MarkReceivedCommand.IDS_MAX) {
      return CompletableFuture.completedFuture(ErrorCode.INVALID_ARGUMENTS);
    }
    ChatCommand command = new MarkReceivedCommand(SessionIds.hash(sessionId), messageIds);
    return orders.submit(command).thenApply(Outcome::code);
  }

  /** Codes OK, UNKNOWN_USER, NOT_LOGGED_IN. */
  public CompletableFuture<ErrorCode> mark(
      String sessionId, String username, long receivedSequence, long readSequence) {
    String name = TextRules.name(username).orElse("");
    ChatCommand command =
        new MarkCommand(SessionIds.hash(sessionId), name, receivedSequence, readSequence);
    return orders.submit(command).thenApply(Outcome::code);
  }

  /** All accounts that are not deleted, by name. */
  public CompletableFuture<List<Account>> accounts() {
    return queries.run(ChatReader::allLiving);
  }

  /** The account of a session. */
  public CompletableFuture<Optional<Account>> account(String sessionId) {
    ByteString hash = SessionIds.hash(sessionId);
    return queries.run(reader -> reader.accountOfSession(hash));
  }

  /**
   * The messages not received yet, oldest first, as many as fit into one answer. On completion they
   * are marked received. Codes OK, NOT_LOGGED_IN, NO_MESSAGES.
   */
  public CompletableFuture<Page> takeUnreceived(String sessionId) {
    return reading.takeUnreceived(SessionIds.hash(sessionId));
  }

  /**
   * The newest messages of a conversation, as many as fit into one answer. On completion those to
   * the caller are marked received and read. Codes OK, UNKNOWN_USER, NOT_LOGGED_IN, NO_MESSAGES.
   */
  public CompletableFuture<Page> takeNewest(String sessionId, String username) {
    return reading.takeNewest(SessionIds.hash(sessionId), username);
  }

  /**
   * A page of a conversation; marks nothing. Codes OK, UNKNOWN_USER, NOT_LOGGED_IN, NO_MESSAGES.
   */
  public CompletableFuture<Page> page(String sessionId, String username, PageRequest request) {
    return reading.page(SessionIds.hash(sessionId), username, request);
  }

  /** The caller's conversations, newest first; empty if the session is unknown. */
  public CompletableFuture<Optional<List<ConversationView>>> conversations(String sessionId) {
    return reading.asAccount(
        SessionIds.hash(sessionId),
        code -> Optional.empty(),
        (reader, account) -> Optional.of(new History(reader, account).conversations()));
  }

  /**
   * What a push stream of a session begins with: the conversations as they are, and a walk through
   * the messages after an id up to the newest that is committed now. An id of 0 begins at that one,
   * so that the walk is empty. Empty if the session is unknown.
   */
  public CompletableFuture<Optional<Resumption>> resume(String sessionId, long messageId) {
    return reading.asAccount(
        SessionIds.hash(sessionId),
        code -> Optional.empty(),
        (reader, account) -> Optional.of(Resumption.read(reader, account, messageId)));
  }

  /** The next page of a walk, in order of message id; empty at its end. */
  public CompletableFuture<List<ChatMessage>> nextPage(MessageCursor cursor) {
    return queries.runWithoutBarrier(cursor::nextPage);
  }

  /** See {@link ChatStateMachine#onEvents}. */
  public Runnable onEvents(Consumer<List<ChatEvent>> listener) {
    return state.onEvents(listener);
  }

  /**
   * Calls the listener with every account whose session asks for something; it must not block.
   * Sends are events already.
   *
   * @return ends it
   */
  public Runnable onActivity(Consumer<Account> listener) {
    activityListeners.add(listener);
    return () -> activityListeners.remove(listener);
  }

  /** The hash by which {@link ChatEvent.SessionEnded} names a session. */
  public static ByteString sessionHash(String sessionId) {
    return SessionIds.hash(sessionId);
  }

  /** Ends its threads; neither the engine nor the state is closed. Idempotent. */
  @Override
  public void close() {
    hasher.close();
    queries.close();
  }

  private void active(Account account) {
    activityListeners.forEach(listener -> listener.accept(account));
  }

  private static Sent sent(Committed committed) {
    return new Sent(
        CommandCodec.decodeOutcome(committed.result()),
        committed.position().epoch().number(),
        committed.position().index(),
        committed.copies(),
        committed.members());
  }
}
