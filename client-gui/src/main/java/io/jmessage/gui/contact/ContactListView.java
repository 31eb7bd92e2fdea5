package io.jmessage.gui.contact;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import io.jmessage.gui.support.Icons;
import io.jmessage.gui.support.Times;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The search field and the list of people. */
public final class ContactListView extends VBox {
  private final ContactListViewModel model;
  private final CustomTextField search = new CustomTextField();
  private final ListView<Contact> list = new ListView<>();
  private final Runnable afterChoice;

  /** A copy, so that the list's own reaction to a change is known not to be a choice. */
  private final ObservableList<Contact> items = FXCollections.observableArrayList();

  /** The list is being rearranged or follows the model: what it selects then is nobody's choice. */
  private boolean following;

  /**
   * @param afterChoice after somebody was chosen
   */
  public ContactListView(ContactListViewModel model, Times times, Runnable afterChoice) {
    this.model = model;
    this.afterChoice = afterChoice;
    getStyleClass().add("contacts");
    buildSearch();
    buildList(times);
    VBox.setVgrow(list, Priority.ALWAYS);
    StackPane searchRow = new StackPane(search);
    searchRow.getStyleClass().add("search-row");
    getChildren().addAll(searchRow, list);
    model.selectedProperty().addListener((property, old, now) -> followSelection());
    model.contacts().addListener((ListChangeListener<Contact>) change -> followModel());
    followModel();
  }

  /** Puts the cursor into the search field. */
  public void focusSearch() {
    search.requestFocus();
    search.selectAll();
  }

  /** The cursor is in the search field, and should stay there. */
  public boolean isSearching() {
    return search.isFocused() && !search.getText().isBlank();
  }

  private void buildSearch() {
    search.setId("search");
    search.setPromptText("Search people");
    search.setAccessibleText("Search people");
    search.setLeft(Icons.of(Feather.SEARCH, "search-icon"));
    search.textProperty().bindBidirectional(model.filterProperty());
    search.addEventHandler(KeyEvent.KEY_PRESSED, this::onSearchKey);
  }

  private void onSearchKey(KeyEvent event) {
    KeyCode code = event.getCode();
    if (code == KeyCode.DOWN || code == KeyCode.UP) {
      model.selectNext(code == KeyCode.DOWN ? 1 : -1);
      event.consume();
    } else if (code == KeyCode.ENTER) {
      if (!search.getText().isBlank()) {
        model.selectFirst();
      }
      search.clear();
      afterChoice.run();
      event.consume();
    } else if (code == KeyCode.ESCAPE && !search.getText().isEmpty()) {
      search.clear();
      afterChoice.run();
      event.consume();
    }
  }

  private void buildList(Times times) {
    list.setId("contacts");
    list.setAccessibleText("People");
    list.getStyleClass().add(Styles.DENSE);
    list.setItems(items);
    list.setCellFactory(view -> new ContactCell(times));
    Label empty = new Label();
    empty.getStyleClass().add("empty-text");
    empty.setWrapText(true);
    empty.textProperty().bind(model.emptyTextProperty());
    list.setPlaceholder(empty);
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((property, old, now) -> chosen(now));
    // On release: the press, which selects, ends with the focus at the list.
    list.setOnMouseReleased(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY) {
            afterChoice.run();
          }
        });
    list.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            afterChoice.run();
          }
        });
  }

  private void chosen(@Nullable Contact contact) {
    if (!following && contact != null) {
      model.selectedProperty().set(contact);
    }
  }

  private void followModel() {
    following = true;
    items.setAll(model.contacts());
    followSelection();
  }

  private void followSelection() {
    following = true;
    try {
      Contact selected = model.selectedProperty().get();
      int index = selected == null ? -1 : model.contacts().indexOf(selected);
      if (index < 0) {
        list.getSelectionModel().clearSelection();
      } else if (list.getSelectionModel().getSelectedItem() != selected) {
        list.getSelectionModel().clearAndSelect(index);
      }
    } finally {
      following = false;
    }
  }
}
