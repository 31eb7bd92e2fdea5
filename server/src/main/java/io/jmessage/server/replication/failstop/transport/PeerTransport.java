package io.jmessage.server.replication.failstop.transport;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Message;
import java.io.IOException;

/**
 * Carries messages between servers. No method blocks or throws for a peer's sake: what cannot be
 * sent is lost, and the protocol copes. What comes in goes to the {@link Inbox}.
 */
public interface PeerTransport extends AutoCloseable {

  /**
   * Opens the port and takes part from now on.
   *
   * @throws IOException with a line for the operator, if the port cannot be opened
   */
  void start(Inbox inbox, AdminDesk desk) throws IOException;

  /** The port in use, also if 0 was asked for. */
  int port();

  /** The inbox hears the answer, if there is one, with {@code at}. */
  void send(Address to, Envelope envelope, Message message, long at);

  /** Sends on the open stream to that peer. */
  void push(Address to, Envelope envelope, Message.Append append);

  /** Answers the call that {@link Inbox#received} named; nothing happens if it has gone away. */
  void reply(long replyTo, Envelope envelope, Message message);

  /** Opens a Subscribe stream in place of any before; its end is told once, unless closed here. */
  void openStream(Address to, Envelope envelope, Message.SubscribeLog subscribe);

  /** Closes the Subscribe stream with that peer, whoever opened it; its end is not told. */
  void closeStream(Address peer);

  /** Tries a bare connection; the inbox hears how it went, within a second. */
  void probe(Address peer);

  /**
   * Streams a snapshot from a peer into {@code receiver}.
   *
   * @throws IOException if it does not arrive whole; blocks, so not for the engine's thread
   */
  void fetchSnapshot(Address from, Envelope envelope, SnapshotReceiver receiver) throws IOException;

  @Override
  void close();
}
