package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChangePasswordCommand;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.chat.model.TextRules;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.chat.store.ChatReader.Credentials;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Changes passwords: checks the old one and hashes the new one beside the engine, then orders the
 * change. Thread-safe.
 */
final class Passwords {

  /** What the state knows before the old password is looked at. */
  private record Known(Optional<ErrorCode> first, Optional<Credentials> credentials) {}

  private final Orders orders;
  private final Queries queries;
  private final PasswordHasher hasher;

  Passwords(Orders orders, Queries queries, PasswordHasher hasher) {
    this.orders = orders;
    this.queries = queries;
    this.hasher = hasher;
  }

  /** See {@link ReplicatedChat#changePassword}. */
  CompletableFuture<ErrorCode> change(
      Optional<RequestId> requestId, ByteString session, String oldPassword, String newPassword) {
    Optional<String> wanted = TextRules.password(newPassword);
    String old = TextRules.password(oldPassword).orElse("");
    return queries
        .run(reader -> known(reader, requestId, session))
        .thenCompose(
            known -> {
              if (known.first().isPresent()) {
                return CompletableFuture.completedFuture(known.first().get());
              }
              if (known.credentials().isEmpty()) {
                return CompletableFuture.completedFuture(ErrorCode.NOT_LOGGED_IN);
              }
              return wanted.isEmpty()
                  ? CompletableFuture.completedFuture(ErrorCode.INVALID_PASSWORD)
                  : change(requestId, session, known.credentials().get(), old, wanted.get());
            });
  }

  /** A retry finds the new password already: its answer is the first one. */
  private static Known known(ChatReader reader, Optional<RequestId> requestId, ByteString session) {
    Optional<ErrorCode> first =
        requestId
            .flatMap(reader::remembered)
            .filter(remembered -> remembered.kind() == ChangePasswordCommand.KIND)
            .map(remembered -> remembered.code());
    return new Known(first, reader.credentialsOfSession(session));
  }

  private CompletableFuture<ErrorCode> change(
      Optional<RequestId> requestId,
      ByteString session,
      Credentials current,
      String old,
      String wanted) {
    return hasher
        .matches(old, current.passwordHash())
        .thenCompose(
            matches ->
                matches
                    ? order(requestId, session, current, wanted)
                    : CompletableFuture.completedFuture(ErrorCode.WRONG_PASSWORD));
  }

  private CompletableFuture<ErrorCode> order(
      Optional<RequestId> requestId, ByteString session, Credentials current, String wanted) {
    return hasher
        .hash(wanted)
        .thenApply(hash -> new ChangePasswordCommand(session, current.passwordHash(), hash))
        .thenCompose(command -> orders.submit(requestId, command))
        .thenApply(Outcome::code);
  }
}
