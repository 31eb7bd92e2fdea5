package io.jmessage.bench.contender;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountBlockingStub;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.system.SystemFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Accounts of one cluster, signed up and logged in once and for all measurements. Their names are
 * new in every run, so that a running cluster can be measured more than once. Not thread-safe.
 */
public final class Users {
  /** It protects nothing. */
  public static final String PASSWORD = "correct horse battery staple";

  /** A server hashes one password at a time; a few more keep it busy. */
  private static final int AT_ONCE = 4;

  private static final int TOLD_EVERY = 64;
  private static final long DEADLINE_SECONDS = 60;

  private final String prefix = "bench-" + UUID.randomUUID().toString().substring(0, 8) + "-";
  private final String master;
  private final Consumer<String> progress;
  private final List<String> sessions = new ArrayList<>();

  Users(String master, Consumer<String> progress) {
    this.master = master;
    this.progress = progress;
  }

  public String name(int user) {
    return prefix + user;
  }

  public String session(int user) {
    return sessions.get(user);
  }

  public int count() {
    return sessions.size();
  }

  /** Signs up and logs in as many as are still lacking. */
  public void grow(int count) {
    int first = sessions.size();
    if (first >= count) {
      return;
    }
    progress.accept("signing up " + (count - first) + " users");
    AtomicInteger ready = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try (ClientChannels channels = new ClientChannels(List.of(master), 1)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = first; i < count; i++) {
        int user = i;
        answers.add(
            threads.submit(
                () -> {
                  String session = signUp(channels, name(user));
                  tell(ready.incrementAndGet(), count - first);
                  return session;
                }));
      }
      for (Future<String> answer : answers) {
        sessions.add(answer.get(2 * DEADLINE_SECONDS, TimeUnit.SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new SystemFailure("users could not sign up: " + e.getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void tell(int ready, int all) {
    if (ready % TOLD_EVERY == 0) {
      progress.accept(ready + " of " + all + " users are logged in");
    }
  }

  private static String signUp(ClientChannels channels, String name) throws InterruptedException {
    CreateAccountRequest account =
        CreateAccountRequest.newBuilder().setUsername(name).setPassword(PASSWORD).build();
    LoginRequest login = LoginRequest.newBuilder().setUsername(name).setPassword(PASSWORD).build();
    ServerResponse unused = whenNotBusy(() -> stub(channels).createAccount(account));
    return whenNotBusy(() -> stub(channels).login(login)).getSessionId();
  }

  /** A server that has more passwords to hash than it gets done in time asks to come later. */
  private static ServerResponse whenNotBusy(Supplier<ServerResponse> call)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (true) {
      try {
        return good(call.get());
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED || System.nanoTime() > end) {
          throw e;
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private static ClientAccountBlockingStub stub(ClientChannels channels) {
    return ClientAccountGrpc.newBlockingStub(channels.of(0))
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static ServerResponse good(ServerResponse response) {
    if (response.getErrorCode() != 0) {
      throw new SystemFailure(response.getErrorMessage());
    }
    return response;
  }
}
