package io.jmessage.terminal.screen;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The full screen on a terminal. One thread, that of {@link #run}, changes the model and draws; it
 * waits for keys and events only, never for a server or the disk.
 */
public final class FullScreen {
  private final Terminal terminal;
  private final ChatClient client;
  private final Painter painter;
  private final Display display;
  private final LinkedBlockingQueue<Runnable> changes = new LinkedBlockingQueue<>();
  private final ClientActions actions;
  private final ScreenModel model;
  private final ScreenView view;
  private boolean ending;

  /**
   * @param explain a failure in the words of the user
   */
  public FullScreen(
      Terminal terminal,
      ChatClient client,
      boolean colours,
      Notify notify,
      Function<RuntimeException, String> explain) {
    this.terminal = terminal;
    this.client = client;
    this.painter = new Painter(colours);
    this.display = new Display(terminal, true);
    ClientActions.Screen screen = this::change;
    Notifier notifier = new Notifier(notify, this::write, System::nanoTime);
    this.actions =
        new ClientActions(
            client, screen, explain, notifier::ring, this::redraw, () -> this.ending = true);
    this.model = new ScreenModel(actions, ZoneId.systemDefault());
    this.view = new ScreenView(model, ZoneId.systemDefault());
  }

  private void change(Consumer<ScreenModel> change) {
    changes.add(() -> change.accept(model));
  }

  /**
   * Shows the screen until the user ends it. Without a password, or with one that does not help, it
   * asks; a session that was left open goes on without.
   *
   * @return how many lines wait in the outbox
   */
  public int run(Optional<String> user, Optional<String> password) throws InterruptedException {
    Attributes before = terminal.enterRawMode();
    Thread restore = new Thread(() -> leave(before), "jmessage-restore-terminal");
    Runtime.getRuntime().addShutdownHook(restore); // also when a signal ends the program
    try {
      enter();
      Runnable unused = client.addListener(new ClientEvents(this::change, actions::refresh));
      begin(user, password);
      readKeys();
      while (!ending) {
        draw();
        changes.take().run();
        drain();
      }
      actions.close();
      return client.outbox().lines().size();
    } finally {
      leave(before);
      forget(restore);
    }
  }

  private static void forget(Thread hook) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the program is ending already
    }
  }

  private void begin(Optional<String> user, Optional<String> password) {
    user.ifPresent(name -> model.form.ask(name, ""));
    CompletableFuture<?> unused =
        client
            .savedAccounts()
            .thenAccept(
                saved -> {
                  Optional<String> name = user.isPresent() ? user : saved.stream().findFirst();
                  if (name.filter(saved::contains).isPresent()) {
                    resume(name.get());
                  } else if (user.isPresent() && password.isPresent()) {
                    actions.logIn(user.get(), password.get());
                  }
                });
  }

  private void resume(String name) {
    CompletableFuture<?> unused =
        client
            .resume(name)
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    actions.begun(name);
                  } else {
                    change(m -> m.loggedOut(whyNot(failure)));
                  }
                });
  }

  private static String whyNot(Throwable failure) {
    return failure instanceof ChatClientException known ? String.valueOf(known.getMessage()) : "";
  }

  private void readKeys() {
    KeyReader reader = new KeyReader(terminal);
    Thread keys =
        new Thread(() -> reader.readAll(key -> change(m -> m.press(key))), "jmessage-keys");
    keys.setDaemon(true); // it waits for a key when all else has ended
    keys.start();
    terminal.handle(Signal.INT, signal -> change(m -> m.press(Key.of(Key.Kind.QUIT))));
    terminal.handle(Signal.TSTP, signal -> {}); // nobody would bring the screen back
    terminal.handle(Signal.WINCH, signal -> change(m -> {}));
  }

  /** All that has come by now shows in one drawing. */
  private void drain() {
    Runnable next = changes.poll();
    while (next != null) {
      next.run();
      next = changes.poll();
    }
  }

  private void draw() {
    Size size = terminal.getSize();
    int columns = size.getColumns() > 0 ? size.getColumns() : 80;
    int rows = size.getRows() > 0 ? size.getRows() : 24;
    if (columns != display.getColumns() || rows != display.getRows()) {
      display.resize(Size.of(columns, rows));
      display.clear();
    }
    Frame frame = view.frame(columns, rows);
    List<AttributedString> lines = frame.lines().stream().map(painter::paint).toList();
    display.update(
        lines, Size.of(columns, rows).cursorPos(frame.cursorRow(), frame.cursorColumn()));
  }

  private void redraw() {
    display.clear();
  }

  private void write(String sequence) {
    terminal.writer().write(sequence);
    terminal.flush();
  }

  private void enter() {
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.keypad_xmit);
    terminal.writer().write(KeyReader.PASTE_ON);
    terminal.flush();
  }

  private void leave(Attributes before) {
    terminal.writer().write(KeyReader.PASTE_OFF);
    terminal.puts(Capability.keypad_local);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
  }
}
