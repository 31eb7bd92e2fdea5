package io.jmessage.gui.support;

/**
 * The state and the actions of a screen, without any control. UI thread only. What {@link
 * #activate} subscribes, {@link #deactivate} undoes.
 */
public interface ViewModel {

  /** Starts to follow the client. */
  void activate();

  /** Stops to follow the client; nothing changes any more. */
  void deactivate();
}
