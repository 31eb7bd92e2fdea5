package io.jmessage.client;

import io.jmessage.client.model.OutgoingMessage;
import java.util.List;
import java.util.Optional;

/**
 * The lines of the account that is logged in which are not stored yet. With a data directory they
 * outlive the client, and are sent by whichever client of the account runs next; without one they
 * live as long as the client. Changes are told to {@link ChatListener#onOutgoing}. Thread-safe.
 */
public interface ChatOutbox {

  /**
   * Hands a text over. With a data directory it is on this machine's disk, synced, when this
   * returns, and is sent once and in order whatever happens then; so this blocks for one write of
   * the disk. There is no time after which it is dropped.
   *
   * @return the line, waiting
   * @throws ChatClientException NOT_LOGGED_IN, INVALID_MESSAGE, TOO_BUSY (too many wait), NOT_SAVED
   *     (the disk does not take it): the line is not kept then
   */
  OutgoingMessage queue(String to, String text);

  /** The lines that wait or have failed, oldest first; empty without a log-in. Does not block. */
  List<OutgoingMessage> lines();

  /** Sends a failed line again, after those that wait. False: there is no such failed line. */
  boolean retry(String id);

  /**
   * Gives a failed line up and hands over another text in its place; blocks as {@link #queue}.
   *
   * @return the new line; empty: there is no such failed line
   * @throws ChatClientException as {@link #queue}
   */
  Optional<OutgoingMessage> edit(String id, String text);

  /**
   * Gives a line up. One that waited may have reached the servers all the same, if it had been
   * tried before. False: it is on its way just now, or not here any more.
   */
  boolean discard(String id);
}
