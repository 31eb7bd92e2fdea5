package io.jmessage.gui.contact;

import io.jmessage.gui.support.Times;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;

/** A field and those whose names hold what is in it. The keys stay in the field. */
public final class SwitcherView extends VBox {
  private static final int ROWS_OF_A_PAGE = 5;
  private static final double HEIGHT = 360;

  private final SwitcherViewModel model;
  private final TextField field = new TextField();
  private final ListView<Contact> list = new ListView<>();
  private final Runnable done;

  /**
   * @param done after a conversation was opened
   */
  public SwitcherView(SwitcherViewModel model, Times times, Runnable done) {
    this.model = model;
    this.done = done;
    getStyleClass().addAll("contacts", "switcher");
    field.setId("switcher-field");
    field.setPromptText("Part of a name");
    field.setAccessibleText("Go to a person: part of the name");
    field.textProperty().bindBidirectional(model.wantedProperty());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    buildList(times);
    getChildren().addAll(field, list);
    model.chosenProperty().addListener((property, old, now) -> follow());
    follow();
  }

  private void buildList(Times times) {
    list.setId("switcher-people");
    list.setAccessibleText("People found");
    list.setFocusTraversable(false);
    list.setPrefHeight(HEIGHT);
    list.setItems(model.found());
    list.setCellFactory(view -> new ContactCell(times));
    Label nobody = new Label("No name holds this.");
    nobody.getStyleClass().add("empty-text");
    list.setPlaceholder(nobody);
    list.setOnMouseClicked(
        event -> {
          Contact clicked = list.getSelectionModel().getSelectedItem();
          if (event.getButton() == MouseButton.PRIMARY && clicked != null) {
            model.choose(clicked);
            go();
          }
        });
  }

  private void onKey(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> model.move(1);
      case UP -> model.move(-1);
      case PAGE_DOWN -> model.move(ROWS_OF_A_PAGE);
      case PAGE_UP -> model.move(-ROWS_OF_A_PAGE);
      case ENTER -> go();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void go() {
    if (model.go()) {
      done.run();
    }
  }

  /** A screen reader hears of the chosen one with the field, where the keys are. */
  private void follow() {
    Contact chosen = model.chosenProperty().get();
    int index = chosen == null ? -1 : model.found().indexOf(chosen);
    list.getSelectionModel().clearAndSelect(index);
    if (chosen == null) {
      field.setAccessibleHelp("No name holds this");
    } else {
      show(index);
      field.setAccessibleHelp("Enter goes to " + chosen.name());
    }
  }

  /** Moves the list no further than is needed, unlike the list's own method. */
  private void show(int index) {
    if (list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      flow.scrollTo(index);
    }
  }

  /** Where typing begins. */
  public TextField field() {
    return field;
  }
}
