package io.jmessage.gui.support;

/** What a new password has to be like; the servers insist on the same. */
public final class PasswordRules {
  private static final int LENGTH_MAX = 128;

  private PasswordRules() {}

  /** What is wrong with it; empty: nothing. */
  public static String wrongWith(String password) {
    if (password.isEmpty()) {
      return "Please enter a password.";
    }
    return password.codePointCount(0, password.length()) > LENGTH_MAX
        ? "A password has at most " + LENGTH_MAX + " characters."
        : "";
  }
}
