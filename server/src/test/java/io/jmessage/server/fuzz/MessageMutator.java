package io.jmessage.server.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Makes messages absurd that were valid, field by field or byte by byte. One thread. */
final class MessageMutator {
  private static final int REPEATED_MAX = 2000;
  private static final List<Long> NUMBERS =
      List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 32) - 1, 1L << 31);
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "a b:1",
          "host:0",
          "host:65536",
          "host:-1",
          "host:99999999999999999999",
          ":1",
          "[::1",
          "[]:1",
          "%:1",
          "/?#@:1",
          "\ud83d\ude00:1",
          "x".repeat(253) + ":1",
          "x".repeat(70_000),
          "../../etc/passwd",
          "MASTER",
          "DEGRADED",
          "'; DROP TABLE account; --",
          "\r\n\r\n");

  private final SplittableRandom random;
  private final ByteMutator bytes;

  MessageMutator(SplittableRandom random) {
    this.random = random;
    this.bytes = new ByteMutator(random);
  }

  /** The bytes of something that was this message. */
  byte[] mutate(Message valid) {
    byte[] whole = valid.toByteArray();
    return switch (random.nextInt(8)) {
      case 0 -> bytes.garbage(2000);
      case 1, 2 -> bytes.mutate(whole);
      case 3 -> ByteString.copyFrom(whole).concat(absurd(valid).toByteString()).toByteArray();
      default -> absurd(valid).toByteArray();
    };
  }

  /** A message of the same type in which some fields are beyond all measure. */
  Message absurd(Message valid) {
    Message.Builder builder = valid.toBuilder();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      change(builder, 0);
    }
    return builder.build();
  }

  private void change(Message.Builder builder, int depth) {
    List<FieldDescriptor> fields = builder.getDescriptorForType().getFields();
    if (fields.isEmpty()) {
      return;
    }
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    List<FieldDescriptor> set = List.copyOf(builder.getAllFields().keySet());
    if (!set.isEmpty() && random.nextInt(4) > 0) {
      field = set.get(random.nextInt(set.size()));
    }
    if (random.nextInt(10) == 0) {
      builder.clearField(field);
    } else if (field.isRepeated()) {
      int count = random.nextInt(4) == 0 ? random.nextInt(REPEATED_MAX) : 1;
      Object value = value(builder, field, depth);
      for (int i = 0; i < count; i++) {
        builder.addRepeatedField(field, value);
      }
    } else {
      builder.setField(field, value(builder, field, depth));
    }
  }

  private Object value(Message.Builder parent, FieldDescriptor field, int depth) {
    long number =
        random.nextInt(4) == 0 ? random.nextLong() : NUMBERS.get(random.nextInt(NUMBERS.size()));
    return switch (field.getJavaType()) {
      case INT -> (int) number;
      case LONG -> number;
      case FLOAT -> (float) number;
      case DOUBLE -> (double) number;
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case BYTE_STRING ->
          random.nextBoolean()
              ? ByteString.copyFrom(bytes.garbage(200))
              : ByteString.copyFrom(
                  TEXTS.get(random.nextInt(TEXTS.size())), StandardCharsets.UTF_8);
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown((int) number);
      case MESSAGE -> nested(parent, field, depth);
    };
  }

  /** Of what is there, or of nothing. */
  private Message nested(Message.Builder parent, FieldDescriptor field, int depth) {
    Message.Builder inner = parent.newBuilderForField(field);
    if (!field.isRepeated() && parent.hasField(field)) {
      inner.mergeFrom((Message) parent.getField(field));
    } else if (field.isRepeated() && parent.getRepeatedFieldCount(field) > 0) {
      inner.mergeFrom((Message) parent.getRepeatedField(field, 0));
    }
    if (depth < 4) {
      change(inner, depth + 1);
    }
    return inner.build();
  }
}
