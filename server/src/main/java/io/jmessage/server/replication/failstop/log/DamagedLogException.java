package io.jmessage.server.replication.failstop.log;

import java.nio.file.Path;

/**
 * The log holds a record that is wrong and that is not merely the torn end of an interrupted write:
 * damage is not shortness, so nothing is cut (docs/protocol.md, 3.3).
 */
public final class DamagedLogException extends DamagedFileException {
  private static final long serialVersionUID = 1L;

  public DamagedLogException(Path file, long offset, long index, String what) {
    super(
        "the log is damaged: %s, byte %d, where entry %d belongs: %s"
            .formatted(file, offset, index, what));
  }
}
