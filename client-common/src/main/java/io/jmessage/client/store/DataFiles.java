package io.jmessage.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read, and that are whole or not there. Blocks for the disk. */
final class DataFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private DataFiles() {}

  /** Makes a directory and those above it. */
  static void createDirectories(Path directory) throws IOException {
    if (isPosix()) {
      FileAttribute<?> owner = PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY);
      Files.createDirectories(directory, owner);
    } else {
      Files.createDirectories(directory);
    }
  }

  /** Replaces a small file, durably: a crash leaves the old content or the new. */
  static void replace(Path file, String content) throws IOException {
    Path beside = Files.createTempFile(file.resolveSibling("."), file.getFileName() + ".", ".new");
    if (isPosix()) {
      Files.setPosixFilePermissions(beside, OWNER_ONLY_FILE);
    }
    Files.writeString(beside, content, StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    move(beside, file);
  }

  /** Puts a file in the place of another. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(to.resolveSibling("."));
  }

  /** Makes new names durable; some systems cannot open a directory, and do not need it. */
  static void syncDirectory(Path directory) throws IOException {
    if (isPosix()) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
