package io.jmessage.server.chat.model;

/**
 * What applying a command came to: the same on every server. The last three are set by a send that
 * went well, and 0 otherwise.
 */
public record Outcome(ErrorCode code, long messageId, long sequence, long timeMicros) {

  public static final Outcome OK = of(ErrorCode.OK);

  public static Outcome of(ErrorCode code) {
    return new Outcome(code, 0, 0, 0);
  }

  public boolean isOk() {
    return code == ErrorCode.OK;
  }
}
