package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.LoginCommand;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.LoggedIn;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.chat.model.TextRules;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.chat.store.ChatReader.Credentials;
import io.jmessage.server.chat.store.RequestTable.Remembered;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Logs in: looks the account up, checks the password beside the engine, and orders the session.
 * Thread-safe.
 */
final class Logins {

  /** What the state knows of an attempt before the password is looked at. */
  private record Known(Optional<Remembered> first, Optional<Credentials> credentials) {}

  private final Orders orders;
  private final Queries queries;
  private final PasswordHasher hasher;
  private final Senders senders;
  private final Consumer<Account> active;

  /**
   * @param active hears of every account that logs in; must not block
   */
  Logins(
      Orders orders,
      Queries queries,
      PasswordHasher hasher,
      Senders senders,
      Consumer<Account> active) {
    this.orders = orders;
    this.queries = queries;
    this.hasher = hasher;
    this.senders = senders;
    this.active = active;
  }

  /** See {@link ReplicatedChat#login}. */
  CompletableFuture<LoggedIn> login(
      Optional<RequestId> requestId,
      String username,
      String password,
      String chosenSessionId,
      String client) {
    if (!chosenSessionId.isEmpty() && !SessionIds.isChosenWell(chosenSessionId)) {
      return CompletableFuture.completedFuture(LoggedIn.refused(ErrorCode.INVALID_ARGUMENTS));
    }
    String sessionId = chosenSessionId.isEmpty() ? SessionIds.random() : chosenSessionId;
    ByteString sessionHash = SessionIds.hash(sessionId);
    return queries
        .run(reader -> known(reader, requestId, username))
        .thenCompose(
            known ->
                login(requestId, known, password, sessionHash, TextRules.label(client))
                    .thenApply(code -> loggedIn(code, sessionId, known)));
  }

  private static LoggedIn loggedIn(ErrorCode code, String sessionId, Known known) {
    long account = known.credentials().map(Credentials::account).map(Account::id).orElse(0L);
    return code == ErrorCode.OK ? new LoggedIn(code, sessionId, account) : LoggedIn.refused(code);
  }

  private static Known known(ChatReader reader, Optional<RequestId> requestId, String username) {
    return new Known(
        requestId.flatMap(reader::remembered),
        TextRules.name(username).flatMap(reader::credentials));
  }

  private CompletableFuture<ErrorCode> login(
      Optional<RequestId> requestId,
      Known known,
      String password,
      ByteString sessionHash,
      String client) {
    Optional<ErrorCode> answered = answered(known, sessionHash);
    if (answered.isPresent()) {
      return CompletableFuture.completedFuture(answered.get());
    }
    String secret = TextRules.password(password).orElse("");
    if (known.credentials().isEmpty()) {
      return hasher.matchNothing(secret).thenApply(nothing -> ErrorCode.UNKNOWN_USER);
    }
    Credentials credentials = known.credentials().get();
    LoginCommand command =
        new LoginCommand(
            credentials.account().id(), credentials.passwordHash(), sessionHash, client);
    return check(requestId, credentials, secret, command);
  }

  /**
   * The answer to a retry, as after a fail-over: whoever knows the id of the session that was
   * opened need not prove the password again, and a thousand clients that come back at once do not
   * queue for hashing.
   */
  private static Optional<ErrorCode> answered(Known known, ByteString sessionHash) {
    return known
        .first()
        .filter(first -> first.kind() == LoginCommand.KIND)
        .filter(first -> first.sessionHash().equals(sessionHash))
        .map(Remembered::code);
  }

  private CompletableFuture<ErrorCode> check(
      Optional<RequestId> requestId, Credentials credentials, String secret, LoginCommand command) {
    return hasher
        .matches(secret, credentials.passwordHash())
        .thenCompose(
            matches ->
                matches
                    ? open(requestId, command, credentials.account())
                    : CompletableFuture.completedFuture(ErrorCode.WRONG_PASSWORD));
  }

  private CompletableFuture<ErrorCode> open(
      Optional<RequestId> requestId, LoginCommand command, Account account) {
    return orders
        .submit(requestId, command)
        .thenApply(
            outcome -> {
              if (outcome.isOk()) {
                senders.learn(command.sessionHash(), account);
                active.accept(account);
              }
              return outcome.code();
            });
  }
}
