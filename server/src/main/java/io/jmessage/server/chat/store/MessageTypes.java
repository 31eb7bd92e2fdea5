package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.store.MessageTable.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * The keys and values of {@link MessageMaps}, and how they lie in the file. Numbers are positive
 * and take as many bytes as they need; texts and ids are preceded by their length.
 */
final class MessageTypes {

  /** Java's own bytes for an object, its header and its references, by estimate. */
  private static final int OBJECT_BYTES = 32;

  private static final int ROW_BYTES = 192;

  private MessageTypes() {}

  /** Where in a conversation. */
  record Place(long conversation, long sequence) {}

  /** Which message, and to which account. */
  record Receiver(long message, long account) {}

  /** A sender's id for a message; the id comes first, since clients' ids begin with the time. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by ClientKeyType only.
  record ClientKey(byte[] id, long sender) {
    static ClientKey of(Row row) {
      return of(row.sender(), row.clientMessageId());
    }

    static ClientKey of(long sender, ByteString id) {
      return new ClientKey(id.toByteArray(), sender);
    }
  }

  static final class PlaceType extends BasicDataType<Place> {
    @Override
    public int compare(Place one, Place other) {
      int byConversation = Long.compare(one.conversation, other.conversation);
      return byConversation != 0 ? byConversation : Long.compare(one.sequence, other.sequence);
    }

    @Override
    public int getMemory(Place place) {
      return OBJECT_BYTES;
    }

    @Override
    public void write(WriteBuffer out, Place place) {
      out.putVarLong(place.conversation).putVarLong(place.sequence);
    }

    @Override
    public Place read(ByteBuffer in) {
      return new Place(DataUtils.readVarLong(in), DataUtils.readVarLong(in));
    }

    @Override
    public Place[] createStorage(int size) {
      return new Place[size];
    }
  }

  static final class ReceiverType extends BasicDataType<Receiver> {
    @Override
    public int getMemory(Receiver receiver) {
      return OBJECT_BYTES;
    }

    @Override
    public void write(WriteBuffer out, Receiver receiver) {
      out.putVarLong(receiver.message).putVarLong(receiver.account);
    }

    @Override
    public Receiver read(ByteBuffer in) {
      return new Receiver(DataUtils.readVarLong(in), DataUtils.readVarLong(in));
    }

    @Override
    public Receiver[] createStorage(int size) {
      return new Receiver[size];
    }
  }

  static final class ClientKeyType extends BasicDataType<ClientKey> {
    @Override
    public int compare(ClientKey one, ClientKey other) {
      int byId = Arrays.compareUnsigned(one.id, other.id);
      return byId != 0 ? byId : Long.compare(one.sender, other.sender);
    }

    @Override
    public int getMemory(ClientKey key) {
      return 2 * OBJECT_BYTES + key.id.length;
    }

    @Override
    public void write(WriteBuffer out, ClientKey key) {
      writeBytes(out, key.id);
      out.putVarLong(key.sender);
    }

    @Override
    public ClientKey read(ByteBuffer in) {
      return new ClientKey(readBytes(in), DataUtils.readVarLong(in));
    }

    @Override
    public ClientKey[] createStorage(int size) {
      return new ClientKey[size];
    }
  }

  static final class RowType extends BasicDataType<Row> {
    @Override
    public int getMemory(Row row) {
      return ROW_BYTES + row.text().length() + row.clientMessageId().size();
    }

    @Override
    public void write(WriteBuffer out, Row row) {
      out.putVarLong(row.id())
          .putVarLong(row.conversation())
          .putVarLong(row.sequence())
          .putVarLong(row.sender())
          .putVarLong(row.receiver())
          .putLong(row.timeMicros())
          .put((byte) (row.merged() ? 1 : 0));
      writeBytes(out, row.clientMessageId().toByteArray());
      writeBytes(out, row.text().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Row read(ByteBuffer in) {
      long id = DataUtils.readVarLong(in);
      long conversation = DataUtils.readVarLong(in);
      long sequence = DataUtils.readVarLong(in);
      long sender = DataUtils.readVarLong(in);
      long receiver = DataUtils.readVarLong(in);
      long timeMicros = in.getLong();
      boolean merged = in.get() != 0;
      ByteString clientMessageId = ByteString.copyFrom(readBytes(in));
      String text = new String(readBytes(in), StandardCharsets.UTF_8);
      return new Row(
          id, conversation, sequence, sender, receiver, text, timeMicros, merged, clientMessageId);
    }

    @Override
    public Row[] createStorage(int size) {
      return new Row[size];
    }
  }

  private static void writeBytes(WriteBuffer out, byte[] bytes) {
    out.putVarInt(bytes.length).put(bytes);
  }

  private static byte[] readBytes(ByteBuffer in) {
    int length = DataUtils.readVarInt(in);
    if (length < 0 || length > in.remaining()) {
      throw new StoreException("a page of messages is damaged: a value of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
