package io.jmessage.server.replication.failstop.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jmessage.server.replication.failstop.core.DivergedSuffix;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** How far an archive has been submitted again, in a few lines of text. */
final class DivergedCursor {

  static final String SUFFIX = ".cursor";

  private static final String NEXT = "next=";
  private static final String UP_TO = "up-to=";
  private static final String ASIDE = "aside=";

  /** Much more than can be left aside. */
  private static final int BYTES_MAX = 64 << 20;

  private DivergedCursor() {}

  static ByteBuffer encode(DivergedSuffix suffix) {
    StringBuilder text = new StringBuilder();
    text.append(NEXT).append(suffix.next()).append('\n');
    text.append(UP_TO).append(suffix.upTo()).append('\n');
    suffix
        .aside()
        .forEach(a -> text.append(ASIDE).append(URLEncoder.encode(a, UTF_8)).append('\n'));
    return CheckedText.seal(text.toString());
  }

  /** Empty if there is none: that archive is not to be submitted. */
  static Optional<DivergedSuffix> read(Path cursor, Path archive) throws IOException {
    List<String> lines;
    try {
      lines = CheckedText.read(cursor, BYTES_MAX);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    TreeSet<String> aside = new TreeSet<>();
    long next = -1;
    long upTo = -1;
    try {
      for (String line : lines) {
        if (line.startsWith(NEXT)) {
          next = Long.parseLong(line.substring(NEXT.length()));
        } else if (line.startsWith(UP_TO)) {
          upTo = Long.parseLong(line.substring(UP_TO.length()));
        } else if (line.startsWith(ASIDE)) {
          aside.add(URLDecoder.decode(line.substring(ASIDE.length()), UTF_8));
        }
      }
    } catch (IllegalArgumentException e) {
      next = -1;
    }
    if (next < 0 || upTo < 0) {
      throw new DamagedFileException(cursor, "it does not say how far its archive was submitted");
    }
    return Optional.of(
        new DivergedSuffix(String.valueOf(archive.getFileName()), next, upTo, aside));
  }
}
