package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.READ;

import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the start finds in the directory of the log: verified segments, without a gap, the newest
 * ready to be written to.
 */
record OpenedLog(List<Segment> segments, LogPosition last) {

  static OpenedLog open(
      LogDirectory directory, int segmentBytes, SegmentedLog.Visitor visitor, TailCache tail)
      throws IOException {
    directory.recover();
    List<Path> files = directory.segments();
    if (files.isEmpty()) {
      Segment first = create(directory, segmentBytes);
      visitor.base(LogPosition.START);
      return new OpenedLog(List.of(first), LogPosition.START);
    }
    return scan(files, segmentBytes, visitor, tail);
  }

  /** An empty log that starts at the start; its first segment grows when it is opened. */
  static void createIfMissing(LogDirectory directory) throws IOException {
    if (!directory.holdsALog()) {
      directory.recover();
      create(directory, SegmentedLog.SEGMENT_BYTES_MIN);
    }
  }

  private static Segment create(LogDirectory directory, int segmentBytes) throws IOException {
    try (NextSegment zeros = new NextSegment(directory.path(), segmentBytes)) {
      return directory.create(zeros.take(), LogPosition.START);
    }
  }

  private static OpenedLog scan(
      List<Path> files, int segmentBytes, SegmentedLog.Visitor visitor, TailCache tail)
      throws IOException {
    List<Segment> segments = new ArrayList<>();
    LogPosition last = LogPosition.START;
    boolean torn = false;
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, READ)) {
        SegmentHeader header = SegmentHeader.read(channel, file);
        LogPosition base = header.base();
        if (segments.isEmpty()) {
          visitor.base(base);
        } else if (!base.equals(last)) {
          throw new DamagedFileException(
              file,
              "it starts after %s, but the segment before it ends at %s".formatted(base, last));
        }
        Segment segment = new Segment(file, header);
        segments.add(segment);
        boolean newest = segments.size() == files.size();
        SegmentScan scan = new SegmentScan(file, channel, header);
        scan.run(
            newest,
            entry -> {
              visitor.entry(entry);
              tail.add(entry);
              int bytes = entry.frame().size();
              segment.added((int) scan.end() - bytes, bytes);
            });
        if (scan.endsInMark()) {
          segment.marked((int) scan.end());
        }
        last = scan.last();
        torn = scan.isTorn();
      }
    }
    makeReady(segments.get(segments.size() - 1), segmentBytes, torn);
    return new OpenedLog(segments, last);
  }

  /**
   * Cuts a torn record, fills a file that a crash left short, and forces what was found: a killed
   * process leaves records that can be read but are not durable yet.
   */
  private static void makeReady(Segment newest, int segmentBytes, boolean torn) throws IOException {
    boolean isShort = Files.size(newest.file()) < segmentBytes;
    try (SegmentWriter writer = new SegmentWriter(newest, segmentBytes, ByteBuffer.allocate(0))) {
      if (torn || isShort) {
        writer.cutAfter(newest.lastIndex(), newest.end());
        writer.refill();
      }
      writer.sync();
      writer.mark();
    }
  }
}
