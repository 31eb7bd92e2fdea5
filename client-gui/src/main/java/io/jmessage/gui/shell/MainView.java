package io.jmessage.gui.shell;

import io.jmessage.gui.account.AccountView;
import io.jmessage.gui.contact.SwitcherView;
import io.jmessage.gui.contact.SwitcherViewModel;
import io.jmessage.gui.login.LoginView;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.Times;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * All that is in the window: the banner, below it the form or the session, over both a question.
 */
public final class MainView extends StackPane {
  private static final KeyCombination SWITCH = ctrl(KeyCode.K);
  private static final KeyCombination SERVERS = ctrl(KeyCode.I);
  private static final KeyCombination ACCOUNT = ctrl(KeyCode.COMMA);
  private static final KeyCombination THEME = ctrl(KeyCode.T);
  private static final KeyCombination QUIET = ctrl(KeyCode.D);
  private static final KeyCombination LARGER = ctrl(KeyCode.PLUS);
  private static final KeyCombination LARGER_KEYPAD = ctrl(KeyCode.ADD);
  private static final KeyCombination LARGER_EQUALS = ctrl(KeyCode.EQUALS);
  private static final KeyCombination SMALLER = ctrl(KeyCode.MINUS);
  private static final KeyCombination SMALLER_KEYPAD = ctrl(KeyCode.SUBTRACT);
  private static final KeyCombination USUAL = ctrl(KeyCode.DIGIT0);

  private final MainViewModel model;
  private final Appearance appearance;
  private final Times times;
  private final LoginView login;
  private final StackPane content = new StackPane();
  private final VBox page;
  private @Nullable SessionView session;
  private @Nullable Node focusedBefore;

  public MainView(MainViewModel model, Appearance appearance, Times times) {
    this.model = model;
    this.appearance = appearance;
    this.times = times;
    this.login = new LoginView(model.login(), new StatusLine(model.status(), this::showServers));
    VBox.setVgrow(content, Priority.ALWAYS);
    page = new VBox(new BannerView(model.status()), content);
    getStyleClass().add("main");
    getChildren().add(page);
    model.sessionProperty().addListener((property, old, now) -> show(now));
    model.questionProperty().addListener((property, old, now) -> ask(now));
    login.visibleProperty().bind(model.openingProperty().not());
    addEventFilter(KeyEvent.KEY_PRESSED, this::onShortcut);
    show(model.sessionProperty().get());
  }

  private void onShortcut(KeyEvent event) {
    if (getChildren().size() > 1) {
      // Something is over the window already.
      return;
    }
    if (event.getCode() == KeyCode.F1) {
      showShortcuts();
    } else if (SWITCH.match(event)) {
      showSwitcher();
    } else if (SERVERS.match(event)) {
      showServers();
    } else if (ACCOUNT.match(event)) {
      showAccount();
    } else if (THEME.match(event)) {
      appearance.toggle();
    } else if (QUIET.match(event)) {
      BooleanProperty quiet = model.notifications().doNotDisturbProperty();
      quiet.set(!quiet.get());
    } else if (LARGER.match(event) || LARGER_KEYPAD.match(event) || LARGER_EQUALS.match(event)) {
      appearance.resize(1);
    } else if (SMALLER.match(event) || SMALLER_KEYPAD.match(event)) {
      appearance.resize(-1);
    } else if (USUAL.match(event)) {
      appearance.resize(0);
    } else {
      return;
    }
    event.consume();
  }

  /** Nobody is logged in: nothing happens. */
  void showSwitcher() {
    SessionView shown = session;
    SessionViewModel current = model.sessionProperty().get();
    if (shown == null || current == null) {
      return;
    }
    SwitcherView switcher =
        new SwitcherView(
            new SwitcherViewModel(current.contacts()),
            times,
            () -> {
              uncover();
              shown.focusField();
            });
    show(new Card("switcher-card", "Go to", this::uncover, switcher).startingAt(switcher.field()));
  }

  /** Nobody is logged in: nothing happens. */
  void showAccount() {
    SessionView shown = session;
    if (shown == null) {
      return;
    }
    AccountView account = shown.account();
    account.enter();
    show(
        new Card(
            "account-card",
            "Account",
            () -> {
              account.leave();
              uncover();
            },
            account));
  }

  void showShortcuts() {
    ScrollPane keys = new ScrollPane(new Shortcuts());
    keys.getStyleClass().add("card-content");
    keys.setFitToWidth(true);
    keys.setFocusTraversable(false);
    show(new Card("shortcuts-card", "Keys", this::uncover, keys));
  }

  void showServers() {
    ServerPanel panel = new ServerPanel(model.servers());
    show(
        new Card(
            "servers-card",
            "Servers",
            () -> {
              panel.release();
              uncover();
            },
            panel));
  }

  private void show(Card card) {
    cover(card);
    card.focusFirst();
  }

  private void cover(Node over) {
    // Under it nothing can be reached, not even with Tab.
    focusedBefore = getScene() == null ? null : getScene().getFocusOwner();
    page.setDisable(true);
    getChildren().setAll(page, over);
  }

  private void uncover() {
    getChildren().setAll(page);
    page.setDisable(false);
    if (focusedBefore != null) {
      focusedBefore.requestFocus();
    }
  }

  private static KeyCombination ctrl(KeyCode code) {
    return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN);
  }

  private void show(@Nullable SessionViewModel now) {
    if (session != null) {
      session.release();
    }
    if (now == null) {
      session = null;
      // What lies over the window is about what is gone.
      getChildren().setAll(page);
      page.setDisable(false);
      content.getChildren().setAll(login);
      login.focusFirstField();
    } else {
      SessionView begun = new SessionView(this, model, now, appearance, times);
      session = begun;
      content.getChildren().setAll(begun);
      begun.focusSearch();
    }
  }

  private void ask(@Nullable Question question) {
    if (question == null) {
      uncover();
      return;
    }
    QuestionView view = new QuestionView(question, model::dismissQuestion);
    cover(view);
    view.focusFirst();
  }
}
