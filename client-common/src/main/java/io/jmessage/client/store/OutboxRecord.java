package io.jmessage.client.store;

import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.store.OutboxLine.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The records of an outbox file. Numbers are never reused: old files stay readable. Pure. */
final class OutboxRecord {
  private static final int LINE = 1;
  private static final int REMOVED = 2;
  private static final int FAILED = 3;
  private static final int WAITING = 4;

  private OutboxRecord() {}

  static byte[] line(OutboxLine line) {
    return write(
        out -> {
          out.writeByte(LINE);
          out.writeUTF(line.id());
          out.writeUTF(line.clientId());
          out.writeLong(line.sequence());
          out.writeUTF(line.to());
          out.writeLong(line.written().toEpochMilli());
          byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
          out.writeInt(text.length);
          out.write(text);
        });
  }

  static byte[] removed(OutboxLine line) {
    return write(
        out -> {
          out.writeByte(REMOVED);
          out.writeUTF(line.id());
        });
  }

  /** Whether it waits or has failed. */
  static byte[] state(OutboxLine line) {
    return write(
        out -> {
          out.writeByte(line.failure().isPresent() ? FAILED : WAITING);
          out.writeUTF(line.id());
          if (line.failure().isPresent()) {
            Failure failure = line.failure().get();
            out.writeUTF(failure.reason().name());
            out.writeUTF(failure.advice());
            out.writeLong(failure.at().toEpochMilli());
          }
        });
  }

  /**
   * Does to the lines what the record says. One of an unknown kind is passed over.
   *
   * @throws IOException if it is none
   */
  static void apply(byte[] record, Map<String, OutboxLine> lines) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
    int kind = in.readByte();
    String id = in.readUTF();
    switch (kind) {
      case LINE -> lines.put(id, readLine(id, in));
      case REMOVED -> lines.remove(id);
      case WAITING -> lines.computeIfPresent(id, (same, line) -> line.waiting());
      case FAILED -> {
        Failure failure = readFailure(in);
        lines.computeIfPresent(id, (same, line) -> line.failed(failure));
      }
      default -> {}
    }
  }

  private static OutboxLine readLine(String id, DataInputStream in) throws IOException {
    String clientId = in.readUTF();
    long sequence = in.readLong();
    String to = in.readUTF();
    Instant written = Instant.ofEpochMilli(in.readLong());
    byte[] text = new byte[in.readInt()];
    in.readFully(text);
    return new OutboxLine(
        id,
        clientId,
        sequence,
        to,
        new String(text, StandardCharsets.UTF_8),
        written,
        Optional.empty());
  }

  private static Failure readFailure(DataInputStream in) throws IOException {
    String name = in.readUTF();
    String advice = in.readUTF();
    return new Failure(reason(name), advice, Instant.ofEpochMilli(in.readLong()));
  }

  private static Reason reason(String name) {
    try {
      return Reason.valueOf(name);
    } catch (IllegalArgumentException e) {
      return Reason.PROTOCOL; // of a newer version
    }
  }

  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] write(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("to memory", e);
    }
    return bytes.toByteArray();
  }
}
