package io.jmessage.server.replication.failstop.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Message;

/** For Jazzer: bytes at the internal port are a message, or an argument that is not valid. */
public final class PeerMessageFuzzer {

  private PeerMessageFuzzer() {}

  /**
   * What Jazzer calls; fails by any other exception than those that the port turns into a status.
   */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      PeerMessage message = PeerMessage.parseFrom(data);
      Envelope envelope = MessageCodec.envelope(message.getEnvelope());
      Message decoded = MessageCodec.decode(message);
      // What was understood can be said.
      MessageCodec.encode(envelope, decoded);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return;
    }
  }
}
