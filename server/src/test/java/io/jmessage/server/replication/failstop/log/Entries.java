package io.jmessage.server.replication.failstop.log;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Chains of entries to write to logs. */
final class Entries {

  static final Epoch EPOCH = new Epoch(1, new Address("localhost", 2626));

  private Entries() {}

  /** Entries with random payloads of 1 to 40 bytes; equal seeds give equal entries. */
  static List<LogEntry> after(LogPosition previous, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LogEntry> entries = new ArrayList<>();
    LogPosition last = previous;
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[1 + random.nextInt(40)];
      random.nextBytes(payload);
      LogEntry entry =
          LogEntry.after(last, EPOCH, LogEntry.Type.COMMAND, ByteString.copyFrom(payload));
      entries.add(entry);
      last = entry.position();
    }
    return entries;
  }

  /** One entry with a payload of so many bytes, none of them zero. */
  static LogEntry large(LogPosition previous, int payloadBytes) {
    byte[] payload = new byte[payloadBytes];
    Arrays.fill(payload, (byte) 7);
    return LogEntry.after(previous, EPOCH, LogEntry.Type.COMMAND, ByteString.copyFrom(payload));
  }

  static int frameBytes(List<LogEntry> entries) {
    return entries.stream().mapToInt(entry -> entry.frame().size()).sum();
  }
}
