package io.jmessage.terminal.screen;

import io.jmessage.client.model.DeviceSession;

/** What the keys make happen outside of the screen. No method blocks. */
interface Actions {
  void logIn(String name, String password);

  void create(String name, String password);

  void logOut();

  /** Asks for the sessions of the account. */
  void sessions();

  void endSession(DeviceSession session);

  void endOtherSessions();

  void changePassword(String oldPassword, String newPassword);

  void send(String to, String text);

  void typing(String to, boolean writes);

  void read(String with, long sequence);

  /** Asks for the page below a number; 0: the newest. */
  void page(String with, long beforeSequence);

  void retry(String lineId);

  void discard(String lineId);

  /** Tells the user, who may look elsewhere, that something has come. */
  void ring(String text);

  void redraw();

  void quit();
}
