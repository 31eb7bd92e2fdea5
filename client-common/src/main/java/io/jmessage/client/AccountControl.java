package io.jmessage.client;

import io.jmessage.client.model.DeviceSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the user may do with the account that is logged in. Thread-safe; no method blocks. Futures
 * fail with {@link ChatClientException}, with NOT_LOGGED_IN among others.
 */
public interface AccountControl {

  /** The log-ins of the account on all devices, oldest first. */
  CompletableFuture<List<DeviceSession>> sessions();

  /** Ends one other session: its client is told, and can do nothing more. */
  CompletableFuture<Void> endSession(DeviceSession session);

  /** Ends all sessions but this client's. */
  CompletableFuture<Void> endOtherSessions();

  /**
   * Gives the account a new password. All its other sessions end: whoever had the old password is
   * out. Fails with WRONG_PASSWORD (the old one), INVALID_PASSWORD (the new one).
   */
  CompletableFuture<Void> changePassword(String oldPassword, String newPassword);
}
