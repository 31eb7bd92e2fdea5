package io.jmessage.gui.support;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.Scene;

/** Light or dark, for the whole window and at once. UI thread only. */
public final class Appearance {
  private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

  private final BooleanProperty dark = new SimpleBooleanProperty();

  public Appearance(boolean dark) {
    this.dark.set(dark);
    this.dark.addListener((property, old, now) -> applyTheme());
    applyTheme();
  }

  /** Gives a scene the window's own style sheet, and keeps it in the theme. */
  public void style(Scene scene) {
    scene
        .getStylesheets()
        .add(
            Objects.requireNonNull(Appearance.class.getResource("/io/jmessage/gui/theme.css"))
                .toExternalForm());
    dark.addListener((property, old, now) -> scene.getRoot().pseudoClassStateChanged(DARK, now));
    scene.getRoot().pseudoClassStateChanged(DARK, dark.get());
  }

  public void toggle() {
    dark.set(!dark.get());
  }

  public BooleanProperty darkProperty() {
    return dark;
  }

  private void applyTheme() {
    Application.setUserAgentStylesheet(
        dark.get()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
  }
}
