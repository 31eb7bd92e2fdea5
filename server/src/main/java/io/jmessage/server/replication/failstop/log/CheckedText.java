package io.jmessage.server.replication.failstop.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Small files of lines for people to read, the last one a checksum over all before: what was
 * changed by hand or by the disk is not taken for what was written.
 */
final class CheckedText {

  private static final String CHECK = "check=";

  private CheckedText() {}

  /** The bytes of a file with these lines, each of which ends in a line feed. */
  static ByteBuffer seal(String lines) {
    return StandardCharsets.UTF_8.encode(lines + checkLine(lines));
  }

  /**
   * The lines of such a file, without the checksum.
   *
   * @throws DamagedFileException if it is longer than {@code bytesMax} or does not fit its checksum
   */
  static List<String> read(Path file, int bytesMax) throws IOException {
    String text =
        Files.size(file) > bytesMax
            ? ""
            : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int end = text.lastIndexOf(CHECK);
    if (end < 0 || !text.substring(end).equals(checkLine(text.substring(0, end)))) {
      throw new DamagedFileException(file, "its checksum does not fit");
    }
    return text.substring(0, end).lines().toList();
  }

  private static String checkLine(String lines) {
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.UTF_8));
    return CHECK + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n";
  }
}
