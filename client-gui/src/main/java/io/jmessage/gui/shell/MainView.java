package io.jmessage.gui.shell;

import io.jmessage.gui.login.LoginView;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.Times;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * All that is in the window: the banner, below it the form or the session, over both a question.
 */
public final class MainView extends StackPane {
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
    this.login = new LoginView(model.login(), new StatusLine(model.status()));
    VBox.setVgrow(content, Priority.ALWAYS);
    page = new VBox(new BannerView(model.status()), content);
    getStyleClass().add("main");
    getChildren().add(page);
    model.sessionProperty().addListener((property, old, now) -> show(now));
    model.questionProperty().addListener((property, old, now) -> ask(now));
    show(model.sessionProperty().get());
  }

  private void show(@Nullable SessionViewModel now) {
    if (session != null) {
      session.release();
    }
    if (now == null) {
      session = null;
      content.getChildren().setAll(login);
      login.focusFirstField();
    } else {
      SessionView begun = new SessionView(model, now, appearance, times);
      session = begun;
      content.getChildren().setAll(begun);
      begun.focusSearch();
    }
  }

  private void ask(@Nullable Question question) {
    getChildren().setAll(page);
    // Under a question nothing can be reached, not even with Tab.
    page.setDisable(question != null);
    if (question == null) {
      if (focusedBefore != null) {
        focusedBefore.requestFocus();
      }
      return;
    }
    focusedBefore = getScene() == null ? null : getScene().getFocusOwner();
    QuestionView view = new QuestionView(question, model::dismissQuestion);
    getChildren().add(view);
    view.focusFirst();
  }
}
