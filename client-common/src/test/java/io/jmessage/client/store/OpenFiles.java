package io.jmessage.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Which files of a directory a client of this process has locked. */
public final class OpenFiles {

  private OpenFiles() {}

  public static boolean any(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.anyMatch(LockedFile::isOpenHere);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
