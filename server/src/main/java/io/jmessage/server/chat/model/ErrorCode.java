package io.jmessage.server.chat.model;

/**
 * How a call of the client port went, as the number in its reply. The numbers are those of the
 * first Jmessage (docs/wire-contract.md) and are stored in logs: they never change.
 */
public enum ErrorCode {
  OK(0),
  INVALID_ARGUMENTS(2),
  INVALID_USERNAME(3),
  INVALID_PASSWORD(4),
  INVALID_MESSAGE(5),
  USERNAME_TAKEN(8),
  UNKNOWN_USER(9),
  WRONG_PASSWORD(10),
  NOT_LOGGED_IN(14),
  UNKNOWN_RECEIVER(15),
  NO_MESSAGES(17);

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /**
   * The code of a number that was stored.
   *
   * @throws IllegalStateException for any other number
   */
  public static ErrorCode of(int number) {
    for (ErrorCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    throw new IllegalStateException("no error code has the number " + number);
  }
}
