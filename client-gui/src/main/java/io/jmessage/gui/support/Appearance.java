package io.jmessage.gui.support;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.css.PseudoClass;
import javafx.scene.Scene;

/**
 * Light or dark, and the size of the letters, for the whole window and at once. A choice is
 * remembered; without one the desktop's is followed. UI thread only.
 */
public final class Appearance {
  private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");
  private static final String THEME = "theme";
  private static final String FONT_SIZE = "font-size";
  private static final int FONT_SIZE_USUAL = 14;
  private static final int FONT_SIZE_MIN = 10;
  private static final int FONT_SIZE_MAX = 24;

  private final KeptValues kept;
  private final BooleanProperty dark = new SimpleBooleanProperty();
  private final IntegerProperty fontSize = new SimpleIntegerProperty();
  private boolean chosen;

  /**
   * @param asked what the command line says; {@code SYSTEM} leaves it to what was chosen before
   * @param systemDark how the desktop is set
   */
  public Appearance(KeptValues kept, Theme asked, boolean systemDark) {
    this.kept = kept;
    Theme theme = asked == Theme.SYSTEM ? remembered(kept) : asked;
    chosen = theme != Theme.SYSTEM;
    dark.set(theme == Theme.DARK || (!chosen && systemDark));
    dark.addListener((property, old, now) -> applyTheme());
    fontSize.set(rememberedSize(kept));
    applyTheme();
  }

  /** Looks so, and remembers nothing. */
  public Appearance(boolean dark) {
    this(KeptValues.inMemory(), dark ? Theme.DARK : Theme.LIGHT, false);
  }

  private static Theme remembered(KeptValues kept) {
    try {
      return kept.get(THEME)
          .map(name -> Theme.valueOf(name.toUpperCase(Locale.ROOT)))
          .orElse(Theme.SYSTEM);
    } catch (IllegalArgumentException edited) {
      return Theme.SYSTEM;
    }
  }

  private static int rememberedSize(KeptValues kept) {
    try {
      return within(kept.get(FONT_SIZE).map(Integer::valueOf).orElse(FONT_SIZE_USUAL));
    } catch (NumberFormatException edited) {
      return FONT_SIZE_USUAL;
    }
  }

  private static int within(int size) {
    return Math.max(FONT_SIZE_MIN, Math.min(FONT_SIZE_MAX, size));
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
    fontSize.addListener((property, old, now) -> size(scene));
    size(scene);
  }

  private void size(Scene scene) {
    scene.getRoot().setStyle("-fx-font-size: " + fontSize.get() + "px;");
  }

  /** Chooses the other of light and dark. */
  public void toggle() {
    chosen = true;
    dark.set(!dark.get());
    kept.put(THEME, dark.get() ? "dark" : "light");
  }

  /** The desktop is set so now. */
  public void system(boolean systemDark) {
    if (!chosen) {
      dark.set(systemDark);
    }
  }

  /** Makes letters so many pixels larger, or smaller; 0: as they were at first. */
  public void resize(int pixels) {
    int next = pixels == 0 ? FONT_SIZE_USUAL : within(fontSize.get() + pixels);
    fontSize.set(next);
    kept.put(FONT_SIZE, next == FONT_SIZE_USUAL ? "" : Integer.toString(next));
  }

  public BooleanProperty darkProperty() {
    return dark;
  }

  /** Of usual text, in pixels. */
  public int fontSize() {
    return fontSize.get();
  }

  private void applyTheme() {
    Application.setUserAgentStylesheet(
        dark.get()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
  }
}
