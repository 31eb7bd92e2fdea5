package io.jmessage.gui.support;

import atlantafx.base.theme.Styles;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons, and buttons that are nothing but one. */
public final class Icons {

  private Icons() {}

  public static FontIcon of(Feather icon, String... styleClasses) {
    FontIcon view = new FontIcon(icon);
    view.getStyleClass().addAll(styleClasses);
    return view;
  }

  /**
   * A flat button with an icon.
   *
   * @param meaning its tooltip, and what a screen reader says
   */
  public static Button button(Feather icon, String meaning, Runnable action) {
    Button button = new Button(null, of(icon));
    button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    button.setTooltip(new Tooltip(meaning));
    button.setAccessibleText(meaning);
    button.setOnAction(event -> action.run());
    return button;
  }
}
