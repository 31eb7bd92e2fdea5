package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.ChatListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One user's log-in for a run that nobody watches. With a data directory it goes on with the
 * session of the run before, and leaves it open; without one it logs out in the end. Its time runs
 * from its making. One thread.
 */
final class ScriptSession implements AutoCloseable {
  private static final Duration LOG_OUT_LIMIT = Duration.ofSeconds(3);

  private final Access access;
  private final ChatClient client;
  private final long end;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private Optional<CompletableFuture<Void>> secondLogIn = Optional.empty();

  ScriptSession(Access access, Function<Access, ChatClient> opener) {
    this.access = access;
    this.end = System.nanoTime() + access.timeout().toNanos();
    this.client = opener.apply(access);
  }

  ChatClient client() {
    return client;
  }

  boolean hasOutbox() {
    return access.config().dataDirectory().isPresent();
  }

  /** Completes, with the reason, when the session is over and cannot be begun again. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /**
   * Logs in, or goes on with the session that was left open.
   *
   * @throws ScriptFailure with NO_SERVER, or FAILED
   */
  void begin() {
    String user = access.user().orElseThrow();
    Runnable unused =
        client.addListener(
            new ChatListener() {
              @Override
              public void onSessionEnded(String reason) {
                sessionEnded(reason);
              }
            });
    if (await(client.savedAccounts()).contains(user)) {
      await(client.resume(user));
    } else {
      String password =
          access
              .password()
              .orElseThrow(
                  () -> new ScriptFailure(ExitCode.FAILED, "not logged in: add --password-file"));
      await(client.logIn(user, password));
    }
  }

  /** The kept session was ended meanwhile: begins another one, once. */
  synchronized CompletableFuture<Void> logInAgain() {
    if (secondLogIn.isEmpty()) {
      secondLogIn =
          access.password().map(password -> client.logIn(access.user().orElseThrow(), password));
    }
    return secondLogIn.orElseGet(
        () ->
            CompletableFuture.failedFuture(
                new ScriptFailure(
                    ExitCode.FAILED, "the session was ended; log in again with --password-file")));
  }

  private void sessionEnded(String reason) {
    CompletableFuture<?> unused =
        logInAgain()
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    ended.complete(reason);
                  }
                });
  }

  /**
   * The value, within the time of the run.
   *
   * @throws ScriptFailure with NO_SERVER when the time is over, FAILED when it is refused
   */
  <T> T await(CompletableFuture<T> request) {
    try {
      return request.get(leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw noServer();
    } catch (ExecutionException e) {
      throw refused(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure(ExitCode.FAILED, "interrupted");
    }
  }

  private ScriptFailure noServer() {
    String reason = client.connectionState().reason();
    String why = reason.isEmpty() ? "" : " (" + reason + ")";
    return new ScriptFailure(
        ExitCode.NO_SERVER, "no answer in time" + why + "; nothing was done, so run it again");
  }

  private ScriptFailure refused(@Nullable Throwable failure) {
    if (failure instanceof ScriptFailure known) {
      return known;
    }
    if (failure instanceof ChatClientException known && known.reason() == Reason.TIMED_OUT) {
      return noServer();
    }
    return new ScriptFailure(ExitCode.FAILED, explain(failure));
  }

  static String explain(@Nullable Throwable failure) {
    return failure instanceof RuntimeException known
        ? CliExceptionHandler.explain(known)
        : String.valueOf(failure);
  }

  long leftNanos() {
    return Math.max(0, end - System.nanoTime());
  }

  /** Without a data directory nobody would find the session again, so it ends. */
  @Override
  public void close() {
    try {
      if (!hasOutbox() && client.username().isPresent()) {
        client.logOut().get(LOG_OUT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return; // the session stays until its owner ends it
    } finally {
      client.close();
    }
  }
}
