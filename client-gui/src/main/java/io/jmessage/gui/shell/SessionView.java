package io.jmessage.gui.shell;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.account.AccountView;
import io.jmessage.gui.contact.ContactListView;
import io.jmessage.gui.conversation.ConversationView;
import io.jmessage.gui.conversation.ConversationViewModel;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.Avatar;
import io.jmessage.gui.support.EmojiLabel;
import io.jmessage.gui.support.Icons;
import io.jmessage.gui.support.Times;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The two panes of somebody who is logged in; one at a time where there is no room for both. */
final class SessionView extends HBox {
  private static final double TWO_PANES_WIDTH_MIN = 660;
  private static final double AVATAR_SIZE = 36;
  private static final KeyCombination SEARCH =
      new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
  private static final KeyCombination NEXT =
      new KeyCodeCombination(KeyCode.DOWN, KeyCombination.ALT_DOWN);
  private static final KeyCombination PREVIOUS =
      new KeyCodeCombination(KeyCode.UP, KeyCombination.ALT_DOWN);

  private final MainView frame;
  private final MainViewModel main;
  private final SessionViewModel model;
  private final Appearance appearance;
  private final Times times;
  private final ContactListView contacts;
  private final AccountView account;
  private final VBox left = new VBox();
  private final StackPane right = new StackPane();
  private final BooleanProperty narrow = new SimpleBooleanProperty();
  private final ChangeListener<@Nullable ConversationViewModel> conversationShown =
      (property, old, now) -> show(now);
  private @Nullable ConversationView conversation;

  SessionView(
      MainView frame,
      MainViewModel main,
      SessionViewModel model,
      Appearance appearance,
      Times times) {
    this.frame = frame;
    this.main = main;
    this.model = model;
    this.appearance = appearance;
    this.times = times;
    this.contacts = new ContactListView(model.contacts(), times, this::focusField);
    this.account = new AccountView(model.account());
    getStyleClass().add("session");
    buildLeft();
    right.getStyleClass().add("conversation-pane");
    HBox.setHgrow(right, Priority.ALWAYS);
    getChildren().addAll(left, right);
    widthProperty().addListener((property, old, now) -> arrange());
    addEventFilter(KeyEvent.KEY_PRESSED, this::onShortcut);
    addEventHandler(KeyEvent.KEY_PRESSED, this::onEscape);
    model.conversationProperty().addListener(conversationShown);
    show(model.conversationProperty().get());
  }

  void release() {
    model.conversationProperty().removeListener(conversationShown);
    if (conversation != null) {
      conversation.release();
    }
  }

  void focusSearch() {
    if (narrow.get()) {
      model.closeConversation();
    }
    contacts.focusSearch();
  }

  void focusField() {
    if (conversation != null) {
      conversation.focusField();
    }
  }

  /** What the card of the account shows. */
  AccountView account() {
    return account;
  }

  private void onShortcut(KeyEvent event) {
    if (SEARCH.match(event)) {
      focusSearch();
    } else if (NEXT.match(event)) {
      model.contacts().selectNext(1);
    } else if (PREVIOUS.match(event)) {
      model.contacts().selectNext(-1);
    } else {
      return;
    }
    event.consume();
  }

  private void onEscape(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      if (narrow.get()) {
        model.closeConversation();
      } else {
        focusField();
      }
      event.consume();
    }
  }

  private void buildLeft() {
    left.getStyleClass().add("people-pane");
    VBox.setVgrow(contacts, Priority.ALWAYS);
    left.getChildren()
        .addAll(header(), contacts, new StatusLine(main.status(), frame::showServers));
  }

  private Node header() {
    Avatar avatar = new Avatar(AVATAR_SIZE);
    avatar.show(model.self());
    EmojiLabel name = new EmojiLabel("self-name");
    name.setText(model.self());
    Label caption = new Label();
    caption
        .textProperty()
        .bind(
            Bindings.when(main.notifications().doNotDisturbProperty())
                .then("Do not disturb")
                .otherwise("Logged in"));
    caption.getStyleClass().add("conversation-presence");
    VBox who = new VBox(name, caption);
    who.setAlignment(Pos.CENTER_LEFT);
    who.setMinWidth(0);
    HBox.setHgrow(who, Priority.ALWAYS);
    HBox header = new HBox(10, avatar, who, themeButton(), menuButton());
    header.getStyleClass().add("people-header");
    return header;
  }

  private Button themeButton() {
    Button button = Icons.button(Feather.MOON, "Light or dark", appearance::toggle);
    button.setId("theme");
    button
        .graphicProperty()
        .bind(
            Bindings.when(appearance.darkProperty())
                .then((Node) Icons.of(Feather.SUN))
                .otherwise(Icons.of(Feather.MOON)));
    return button;
  }

  private Button menuButton() {
    MenuItem logOut = new MenuItem("Log out", Icons.of(Feather.LOG_OUT));
    logOut.setId("log-out");
    logOut.setOnAction(event -> main.logOut());
    MenuItem delete = new MenuItem("Delete account…", Icons.of(Feather.TRASH_2));
    delete.setId("delete-account");
    delete.getStyleClass().add(Styles.DANGER);
    delete.setOnAction(event -> main.deleteAccount());
    ContextMenu menu = new ContextMenu();
    menu.getItems()
        .addAll(
            checked("Do not disturb", main.notifications().doNotDisturbProperty()),
            checked("Sound", main.notifications().soundProperty()),
            item("Account…", Feather.USER, frame::showAccount),
            item("Servers…", Feather.SERVER, frame::showServers),
            item("Keys…", Feather.COMMAND, frame::showShortcuts),
            new SeparatorMenuItem(),
            logOut,
            delete);
    Button button = Icons.button(Feather.MORE_VERTICAL, "Menu", () -> {});
    button.setId("account-menu");
    button.setOnAction(event -> menu.show(button, Side.BOTTOM, 0, 4));
    return button;
  }

  private static MenuItem checked(String name, BooleanProperty property) {
    CheckMenuItem item = new CheckMenuItem(name);
    item.selectedProperty().bindBidirectional(property);
    return item;
  }

  private static MenuItem item(String name, Feather icon, Runnable action) {
    MenuItem item = new MenuItem(name, Icons.of(icon));
    item.setOnAction(event -> action.run());
    return item;
  }

  private void show(@Nullable ConversationViewModel next) {
    if (conversation != null) {
      conversation.release();
    }
    conversation =
        next == null ? null : new ConversationView(next, times, narrow, model::closeConversation);
    right.getChildren().setAll(conversation == null ? nothingChosen() : conversation);
    arrange();
    if (!contacts.isSearching()) {
      focusField();
    }
  }

  private static Node nothingChosen() {
    Label title = new Label("No conversation chosen");
    title.getStyleClass().add("empty-title");
    Label text =
        new Label(
            "Choose somebody on the left,\nor press Ctrl+K and type a name.\nF1 lists all keys.");
    text.getStyleClass().add("empty-text");
    VBox box = new VBox(10, Icons.of(Feather.MESSAGE_SQUARE, "empty-icon"), title, text);
    box.setAlignment(Pos.CENTER);
    return box;
  }

  private void arrange() {
    narrow.set(getWidth() > 0 && getWidth() < TWO_PANES_WIDTH_MIN);
    boolean both = !narrow.get();
    boolean chosen = conversation != null;
    show(left, both || !chosen);
    show(right, both || chosen);
    HBox.setHgrow(left, both ? Priority.NEVER : Priority.ALWAYS);
    left.setMaxWidth(both ? USE_PREF_SIZE : Double.MAX_VALUE);
  }

  private static void show(Node pane, boolean shown) {
    pane.setVisible(shown);
    pane.setManaged(shown);
  }
}
