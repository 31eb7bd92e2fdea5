package io.jmessage.client.store;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** The records of the copy of what was read. Numbers are never reused. Pure. */
final class CopyRecord {
  private static final int CONVERSATION = 1;
  private static final int MESSAGE = 2;
  private static final int POSITION = 3;
  private static final int FORGOTTEN = 4;
  private static final int DELIVERED = 5;
  private static final int WANTED_READ = 6;

  private CopyRecord() {}

  /** Hears what a file says, in its order. */
  interface Reader {
    void conversation(Conversation conversation, long peerAccount);

    void message(String peer, ChatMessage message, Origin origin);

    void position(long messageId);

    void forgotten(String peer);

    void delivered(String peer, long sequence, long messageId);

    void wantedRead(String peer, long sequence);
  }

  static byte[] conversation(Conversation conversation, long peerAccount) {
    return write(
        CONVERSATION,
        out -> {
          out.writeUTF(conversation.with());
          out.writeLong(conversation.lastSequence());
          out.writeLong(conversation.readSequence());
          out.writeLong(conversation.unread());
          out.writeLong(conversation.peerReceivedSequence());
          out.writeLong(conversation.peerReadSequence());
          out.writeBoolean(conversation.peerDeleted());
          out.writeLong(peerAccount);
        });
  }

  static byte[] message(String peer, ChatMessage message, Origin origin) {
    return write(
        MESSAGE,
        out -> {
          out.writeUTF(peer);
          out.writeByte(origin.number());
          out.writeLong(message.id());
          out.writeLong(message.sequence());
          out.writeUTF(message.from());
          out.writeUTF(message.to());
          writeTime(out, message.time());
          out.writeBoolean(message.merged());
          byte[] text = message.text().getBytes(StandardCharsets.UTF_8);
          out.writeInt(text.length);
          out.write(text);
        });
  }

  static byte[] position(long messageId) {
    return write(POSITION, out -> out.writeLong(messageId));
  }

  static byte[] forgotten(String peer) {
    return write(FORGOTTEN, out -> out.writeUTF(peer));
  }

  static byte[] delivered(String peer, long sequence, long messageId) {
    return write(
        DELIVERED,
        out -> {
          out.writeUTF(peer);
          out.writeLong(sequence);
          out.writeLong(messageId);
        });
  }

  static byte[] wantedRead(String peer, long sequence) {
    return write(
        WANTED_READ,
        out -> {
          out.writeUTF(peer);
          out.writeLong(sequence);
        });
  }

  /**
   * Tells the reader. A record of an unknown kind is passed over.
   *
   * @throws IOException if it is none
   */
  static void read(byte[] record, Reader reader) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
    switch (in.readByte()) {
      case CONVERSATION -> {
        Conversation conversation = readConversation(in);
        reader.conversation(conversation, in.readLong());
      }
      case MESSAGE -> {
        String peer = in.readUTF();
        Origin origin = Origin.of(in.readByte());
        reader.message(peer, readMessage(in), origin);
      }
      case POSITION -> reader.position(in.readLong());
      case FORGOTTEN -> reader.forgotten(in.readUTF());
      case DELIVERED -> reader.delivered(in.readUTF(), in.readLong(), in.readLong());
      case WANTED_READ -> reader.wantedRead(in.readUTF(), in.readLong());
      default -> {}
    }
  }

  private static Conversation readConversation(DataInputStream in) throws IOException {
    return new Conversation(
        in.readUTF(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        Optional.empty(),
        in.readBoolean());
  }

  private static ChatMessage readMessage(DataInputStream in) throws IOException {
    long id = in.readLong();
    long sequence = in.readLong();
    String from = in.readUTF();
    String to = in.readUTF();
    Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
    boolean merged = in.readBoolean();
    byte[] text = new byte[in.readInt()];
    in.readFully(text);
    return new ChatMessage(
        id, sequence, from, to, new String(text, StandardCharsets.UTF_8), time, merged);
  }

  private static void writeTime(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] write(int kind, Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(kind);
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("to memory", e);
    }
    return bytes.toByteArray();
  }
}
