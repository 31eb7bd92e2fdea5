package io.jmessage.terminal.screen;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.DeviceSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the client, and hands what it answers to the thread of the screen. What may block for the
 * disk runs on a thread of its own, in order.
 */
final class ClientActions implements Actions, AutoCloseable {
  private static final int PAGE = 100;

  /** Runs on the thread of the screen. */
  @FunctionalInterface
  interface Screen {
    void change(Consumer<ScreenModel> change);
  }

  private final ChatClient client;
  private final Screen screen;
  private final Function<RuntimeException, String> explain;
  private final Consumer<String> ring;
  private final Runnable redraw;
  private final Runnable quit;
  private final ExecutorService handOver =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "jmessage-hand-over"));

  ClientActions(
      ChatClient client,
      Screen screen,
      Function<RuntimeException, String> explain,
      Consumer<String> ring,
      Runnable redraw,
      Runnable quit) {
    this.client = client;
    this.screen = screen;
    this.explain = explain;
    this.ring = ring;
    this.redraw = redraw;
    this.quit = quit;
  }

  @Override
  public void logIn(String name, String password) {
    then(client.logIn(name, password), () -> begun(name), this::logInFailed);
  }

  @Override
  public void create(String name, String password) {
    then(
        client.createAccount(name, password),
        () -> logIn(name, password),
        failure -> screen.change(model -> model.form.refused(explain.apply(failure))));
  }

  private void logInFailed(RuntimeException failure) {
    boolean unknown =
        failure instanceof ChatClientException known && known.reason() == Reason.UNKNOWN_USER;
    screen.change(
        model -> {
          if (unknown) {
            model.form.unknown("there is no user of this name; Ctrl-N makes the account");
          } else {
            model.form.refused(explain.apply(failure));
          }
        });
  }

  /** There is a session: shows at once what this machine holds, then what the servers say. */
  void begun(String name) {
    screen.change(
        model -> {
          model.loggedIn(name);
          client.localHistory().conversations().forEach(model::conversation);
          client.outbox().lines().forEach(model::outgoing);
        });
    refresh();
  }

  /** The list afresh, as at every new master. */
  void refresh() {
    if (client.username().isPresent()) {
      use(client.people(), people -> model -> model.people(people));
      use(client.conversations(), all -> model -> model.conversations(all));
    }
  }

  @Override
  public void logOut() {
    then(
        client.logOut(),
        () -> screen.change(model -> model.loggedOut("logged out")),
        failure -> screen.change(model -> model.loggedOut(explain.apply(failure))));
  }

  // ---- Sessions and password. ----

  @Override
  public void sessions() {
    CompletableFuture<?> unused =
        client
            .account()
            .sessions()
            .whenComplete(
                (all, failure) ->
                    screen.change(
                        model -> {
                          if (failure == null) {
                            model.account.sessions(all);
                          } else {
                            model.account.sessionsFailed(explain.apply(runtime(failure)));
                          }
                        }));
  }

  @Override
  public void endSession(DeviceSession session) {
    accountThen(client.account().endSession(session), "ended that session");
  }

  @Override
  public void endOtherSessions() {
    accountThen(client.account().endOtherSessions(), "ended all other sessions");
  }

  @Override
  public void changePassword(String oldPassword, String newPassword) {
    accountThen(
        client.account().changePassword(oldPassword, newPassword),
        "the password is changed; all your other sessions have ended");
  }

  private void accountThen(CompletableFuture<Void> request, String what) {
    then(request, () -> screen.change(model -> model.accountDone(what)), this::accountFailed);
  }

  private void accountFailed(RuntimeException failure) {
    boolean wrong =
        failure instanceof ChatClientException known && known.reason() == Reason.WRONG_PASSWORD;
    String why = wrong ? "the old password is wrong; nothing was changed" : explain.apply(failure);
    screen.change(model -> model.accountFailed(why));
  }

  // ---- Messages. ----

  @Override
  public void send(String to, String text) {
    handOver.execute(
        () -> {
          try {
            client.outbox().queue(to, text);
          } catch (ChatClientException e) {
            screen.change(model -> model.notKept(to, text, explain.apply(e)));
          }
        });
  }

  @Override
  public void typing(String to, boolean writes) {
    client.typing(to, writes);
  }

  @Override
  public void read(String with, long sequence) {
    CompletableFuture<Void> unused = client.markRead(with, sequence);
  }

  @Override
  public void page(String with, long beforeSequence) {
    List<ChatMessage> here = client.localHistory().history(with, beforeSequence, PAGE);
    screen.change(model -> model.kept(with, here));
    CompletableFuture<?> unused =
        client
            .history(with, beforeSequence, PAGE)
            .whenComplete(
                (page, failure) ->
                    screen.change(
                        model -> {
                          if (failure == null) {
                            model.page(with, page, page.size() < PAGE);
                          } else {
                            model.pageFailed(with);
                          }
                        }));
  }

  @Override
  public void retry(String lineId) {
    handOver.execute(
        () -> {
          boolean unused = client.outbox().retry(lineId);
        });
  }

  @Override
  public void discard(String lineId) {
    handOver.execute(
        () -> {
          if (client.outbox().discard(lineId)) {
            screen.change(model -> model.discarded(lineId));
          }
        });
  }

  @Override
  public void ring(String text) {
    ring.accept(text);
  }

  @Override
  public void redraw() {
    redraw.run();
  }

  @Override
  public void quit() {
    quit.run();
  }

  private void then(
      CompletableFuture<Void> request, Runnable done, Consumer<RuntimeException> failed) {
    CompletableFuture<?> unused =
        request.whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                done.run();
              } else {
                failed.accept(runtime(failure));
              }
            });
  }

  private <T> void use(CompletableFuture<T> request, Function<T, Consumer<ScreenModel>> change) {
    // A failure changes nothing: the next master is asked again.
    CompletableFuture<?> unused = request.thenAccept(value -> screen.change(change.apply(value)));
  }

  private static RuntimeException runtime(@Nullable Throwable failure) {
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  @Override
  public void close() {
    handOver.shutdown(); // what was handed over is kept first
    try {
      boolean unused = handOver.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
