package io.jmessage.client;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.Person;

/**
 * Hears what happens. All methods are called one at a time, on a thread of the client that must not
 * be blocked; a face hands over to its own thread.
 */
public interface ChatListener {

  /**
   * A message to or from this account (also sent by another device). Per conversation exactly once
   * and in order of sequence, without a hole, across fail-overs, while this client is logged in.
   */
  default void onMessage(ChatMessage message) {}

  /** A conversation's numbers or marks are now these. */
  default void onConversation(Conversation conversation) {}

  /** An account appeared, came or went. */
  default void onPresence(Person person) {}

  /**
   * A text of this user is in another state: see {@link DeliveryState}. In order for each text; a
   * text that a client before left behind is told when its account has logged in.
   */
  default void onOutgoing(OutgoingMessage message) {}

  /** Somebody writes to this account, or has stopped, or has not been heard of for 6 s. */
  default void onTyping(String username, boolean typing) {}

  /** An account was deleted. */
  default void onAccountDeleted(String username) {}

  /** The connection changed. */
  default void onConnection(ConnectionState state) {}

  /**
   * The session ended other than by {@link ChatClient#logOut}: ended elsewhere, or account deleted.
   */
  default void onSessionEnded(String reason) {}
}
