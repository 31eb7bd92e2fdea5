package io.jmessage.server.api;

import io.jmessage.server.chat.model.ErrorCode;

/**
 * The texts of the first Jmessage, letter by letter: its clients show them (docs/wire-contract.md).
 */
final class Texts {
  static final String SUCCESS = "Success";
  static final String ACCOUNT_CREATED = "Account created successfully!!";
  static final String LOGGED_IN = "Login successful!!";
  static final String SENT = "Message sent successfully!!";
  static final String RECEIVED = "Messages received successfully!!";
  static final String ACKNOWLEDGED = "Messages acknowledged successfully!!";
  static final String LOGGED_OUT = "Logout successful!!";
  static final String ACCOUNT_DELETED = "Account deleted successfully!!";
  static final String PASSWORD_CHANGED = "Password changed successfully!!";
  static final String ONLINE = "online";
  static final String OFFLINE = "offline";

  private Texts() {}

  static String of(ErrorCode code, String textIfOk) {
    return switch (code) {
      case OK -> textIfOk;
      case INVALID_ARGUMENTS -> "Invalid arguments";
      case INVALID_USERNAME -> "Invalid username";
      case INVALID_PASSWORD -> "Invalid password";
      case INVALID_MESSAGE -> "Invalid message";
      case USERNAME_TAKEN -> "USER NAME ALREADY EXISTS";
      case UNKNOWN_USER -> "USER DOESN'T EXIST";
      case WRONG_PASSWORD -> "INCORRECT PASSWORD";
      case NOT_LOGGED_IN -> "USER NOT LOGGED IN: LOGIN OR SIGN UP TO USE THE CHAT";
      case UNKNOWN_RECEIVER -> "RECEIVER DOESN'T EXIST";
      case NO_MESSAGES -> "NO MESSAGES";
    };
  }
}
