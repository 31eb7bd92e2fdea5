package io.jmessage.client.session;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.cluster.CallIds;
import io.jmessage.client.cluster.ClientIdentity;
import io.jmessage.client.store.OutboxLine;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;

/** Makes lines of what users hand over: checked, and with the ids that they keep. Thread-safe. */
public final class LineIds {
  private static final int TEXT_BYTES_MAX = 64 << 10;

  /** No name is as long, however it is spelled. */
  private static final int NAME_UNITS_MAX = 1_000;

  private static final int MESSAGE_ID_BYTES = 16;
  private static final int TIME_BYTES = 6;

  private final ClientIdentity identity;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public LineIds(ClientIdentity identity, Clock clock) {
    this.identity = identity;
    this.clock = clock;
  }

  /**
   * A new line.
   *
   * @throws ChatClientException INVALID_MESSAGE, UNKNOWN_RECEIVER
   */
  public OutboxLine line(String to, String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > TEXT_BYTES_MAX) {
      throw new ChatClientException(
          Reason.INVALID_MESSAGE, "a message has 1 byte to 64 KiB of text, not " + bytes);
    }
    if (to.length() > NAME_UNITS_MAX) {
      throw new ChatClientException(Reason.UNKNOWN_RECEIVER, "there is no user of this name");
    }
    CallIds ids = identity.nextIds();
    return new OutboxLine(
        newMessageId(),
        ids.clientId(),
        ids.sequence(),
        to,
        text,
        clock.instant(),
        Optional.empty());
  }

  /**
   * Time first, as in a UUID of version 7: ids that rise keep together in the servers' index, which
   * makes a message cheaper to store than one with an id from anywhere.
   */
  private String newMessageId() {
    byte[] id = new byte[MESSAGE_ID_BYTES];
    random.nextBytes(id);
    long millis = System.currentTimeMillis();
    for (int i = 0; i < TIME_BYTES; i++) {
      id[i] = (byte) (millis >>> (8 * (TIME_BYTES - 1 - i)));
    }
    return HexFormat.of().formatHex(id);
  }
}
