package io.jmessage.server.replication.failstop.log;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * For Jazzer: any bytes where a log segment, a snapshot or a vote was are good or damage, in one
 * line. The first byte chooses which.
 */
public final class LogFileFuzzer {
  private static final LogPosition AT =
      LogEntry.after(
              LogPosition.START,
              new Epoch(1, new Address("localhost", 2626)),
              LogEntry.Type.COMMAND,
              ByteString.EMPTY)
          .position();
  private static final Path DIRECTORY = directory();

  private LogFileFuzzer() {}

  /** What Jazzer calls; fails by any exception but IOException. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    ByteString rest = ByteString.copyFrom(data, 1, data.length - 1);
    try {
      switch (data[0] & 3) {
        case 0 -> open("00000000000000000001.log", rest);
        case 1 -> open("00000000000000000001.reset", rest);
        case 2 -> {
          Path vote = DIRECTORY.resolve("vote");
          Files.write(vote, rest.toByteArray());
          VoteFile.open(vote).close();
        }
        default -> {
          Path file = DIRECTORY.resolve("1.snapshot");
          Files.write(file, rest.toByteArray());
          SnapshotHeader.read(file);
          SnapshotFile.at(DIRECTORY, AT);
        }
      }
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).lines().count() != 1) {
        throw new IllegalStateException("no one line for the operator", e);
      }
    }
  }

  private static void open(String name, ByteString content) throws IOException {
    Path log = DIRECTORY.resolve("log");
    Files.createDirectories(log);
    for (Path old : DurableFiles.filesWith(log, "")) {
      Files.delete(old);
    }
    Files.write(log.resolve(name), content.toByteArray());
    SegmentedLog.open(log, SegmentedLog.SEGMENT_BYTES_MIN, entry -> {}).close();
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("jmessage-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
