package io.jmessage.client.session;

import com.google.protobuf.Timestamp;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeviceSession;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.Receipt;
import io.jmessage.proto.client.SessionInfo;
import io.jmessage.proto.client.User;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** From what travels to what the faces see. */
public final class ModelMapper {
  private static final String ONLINE = "online";

  private ModelMapper() {}

  public static ChatMessage message(Message message) {
    return new ChatMessage(
        message.getMessageId(),
        message.getSequence(),
        message.getFrom(),
        message.getTo(),
        message.getMessage(),
        time(message.getTimeStamp()),
        message.getMerged());
  }

  public static Conversation conversation(io.jmessage.proto.client.Conversation from) {
    return new Conversation(
        from.getUsername(),
        from.getLastSequence(),
        from.getReadSequence(),
        from.getUnread(),
        from.getPeerReceivedSequence(),
        from.getPeerReadSequence(),
        from.hasLastMessage() ? Optional.of(message(from.getLastMessage())) : Optional.empty(),
        from.getPeerDeleted());
  }

  public static Person person(User user) {
    return new Person(user.getUsername(), user.getStatus().equals(ONLINE));
  }

  public static DeviceSession session(SessionInfo session) {
    return new DeviceSession(
        HexFormat.of().formatHex(session.getKey().toByteArray()),
        time(session.getOpened()),
        session.getClient(),
        session.getCurrent());
  }

  /** The receipt of a text that this client sent, as that server has answered it. */
  public static SendReceipt receipt(
      Receipt receipt, String from, String to, String text, String server) {
    ChatMessage message =
        new ChatMessage(
            receipt.getMessageId(),
            receipt.getSequence(),
            from,
            to,
            text,
            time(receipt.getTimeStamp()),
            false);
    return new SendReceipt(
        message,
        receipt.getPosition().getEpoch(),
        receipt.getPosition().getIndex(),
        receipt.getCopies(),
        receipt.getMembers(),
        server);
  }

  private static Instant time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
