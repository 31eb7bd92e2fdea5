package io.jmessage.gui.account;

import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.layout.VBox;

/** The sessions of the account, below them the form for a new password. Lasts as its model does. */
public final class AccountView extends ScrollPane {
  private final AccountViewModel model;

  public AccountView(AccountViewModel model) {
    this.model = model;
    VBox parts =
        new VBox(
            new SessionListView(model.sessions()),
            new Separator(),
            new PasswordView(model.password()));
    parts.getStyleClass().add("account");
    getStyleClass().add("card-content");
    setContent(parts);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setFocusTraversable(false);
  }

  /** The card comes on the screen. */
  public void enter() {
    model.sessions().refresh();
  }

  /** The card goes. */
  public void leave() {
    model.password().leave();
  }
}
