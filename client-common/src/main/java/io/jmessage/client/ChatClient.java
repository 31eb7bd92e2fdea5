package io.jmessage.client;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One person's connection to a Jmessage cluster: futures in, listeners out.
 *
 * <p>The client finds the master among its addresses and moves along them by itself; a request goes
 * on through fail-overs with the same ids until it is answered or its deadline passes, so that it
 * takes effect once. No address is ever forgotten, and those of members that the master names are
 * added.
 *
 * <p>Thread-safe; no method blocks. Futures fail with {@link ChatClientException} and complete on a
 * thread of the client that must not be blocked.
 */
public interface ChatClient extends AutoCloseable {

  /**
   * Creates an account; does not log in. Fails with INVALID_USERNAME, INVALID_PASSWORD,
   * USERNAME_TAKEN.
   */
  CompletableFuture<Void> createAccount(String username, String password);

  /**
   * Logs in and starts to receive. The session survives fail-overs; logging in again ends the
   * client's previous session. Fails with UNKNOWN_USER, WRONG_PASSWORD.
   */
  CompletableFuture<Void> logIn(String username, String password);

  /**
   * The accounts whose sessions this kind of client (by its name) left open in the data directory,
   * the last one first; empty without a data directory.
   */
  CompletableFuture<List<String>> savedAccounts();

  /**
   * Goes on with the session that an earlier client left open: without a password, and without a
   * server. Completes when {@link #localHistory} and {@link #outbox} hold what is kept; what was
   * missed meanwhile is told to listeners when a server answers, each message once and in order.
   * Fails with NOT_LOGGED_IN if there is no such session; if the cluster has ended it, listeners
   * hear that later.
   */
  CompletableFuture<Void> resume(String username);

  /**
   * Ends the session on the cluster; this client stops receiving at once. Lines that wait are sent
   * first, if they can be at once; with a data directory the others stay there until the account
   * logs in again, and the copy of what was read is removed.
   */
  CompletableFuture<Void> logOut();

  /** Deletes the account that is logged in. */
  CompletableFuture<Void> deleteAccount();

  /** All accounts. */
  CompletableFuture<List<Person>> people();

  /** The conversations of the account that is logged in, newest message first. */
  CompletableFuture<List<Conversation>> conversations();

  /**
   * Sends a text, for a caller that waits for the end of it. Completes when it is on the disk of
   * every server in sync. Texts to one receiver are sent in the order of the calls. Fails with
   * INVALID_MESSAGE, UNKNOWN_RECEIVER, NOT_LOGGED_IN; a text that failed is not kept.
   *
   * <p>With a data directory the text is on this machine's disk when this returns, as with {@link
   * ChatOutbox#queue}, and there is no deadline: if the client ends first, the next one sends it.
   * Without one it fails with TIMED_OUT after the request deadline, and may yet happen.
   */
  CompletableFuture<SendReceipt> send(String to, String text);

  /**
   * A page of a conversation, oldest first: the newest {@code limit} messages below {@code
   * beforeSequence}.
   *
   * @param beforeSequence 0: from the end
   * @param limit 1 to 1000
   */
  CompletableFuture<List<ChatMessage>> history(String with, long beforeSequence, int limit);

  /**
   * Says that the user has read the conversation up to here. The unread number is right at once;
   * what no server hears now, a server hears later, with a data directory also after a restart.
   */
  CompletableFuture<Void> markRead(String with, long sequence);

  /** The lines that are on their way. */
  ChatOutbox outbox();

  /** What this machine holds, at once. */
  LocalHistory localHistory();

  /** Sessions and password of the account. */
  AccountControl account();

  /**
   * Says that the user is writing to somebody, or has stopped; to be called at every key press: it
   * is told on no more often than every 3 s.
   */
  void typing(String to, boolean writes);

  /** The user name that is logged in. */
  Optional<String> username();

  ConnectionState connectionState();

  /**
   * Tries every address now, not at the next turn of the back-off. For a button to retry; without
   * effect while connected.
   */
  default void retryNow() {}

  /**
   * Adds a listener, which hears of the current connection state first.
   *
   * @return ends it
   */
  Runnable addListener(ChatListener listener);

  /** Ends streams and connections; the session stays valid on the cluster. Idempotent. */
  @Override
  void close();
}
