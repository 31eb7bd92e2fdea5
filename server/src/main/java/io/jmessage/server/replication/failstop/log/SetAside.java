package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Sets the damaged data of a server aside: log, snapshots and database move to {@code
 * damaged/TIME/}, and the directory is that of another, empty disk. Nothing is deleted (I9).
 *
 * <p>The file {@code repair} makes it all or nothing: once it is there, every start completes what
 * is missing before anything is read. It is written before the first and removed after the last
 * step; every step can be repeated.
 */
public final class SetAside {

  static final String MARKER = "repair";

  private static final String DAMAGED = "damaged";
  private static final String DATABASE = "chat";
  private static final int MARKER_BYTES_MAX = 1024;

  /** Of a directory, and a data uuid: nothing that leads elsewhere. */
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,100}");

  private final Path directory;
  private final Path target;
  private final String dataUuid;
  private final Consumer<String> afterStep;

  private SetAside(Path directory, String name, String dataUuid, Consumer<String> afterStep) {
    this.directory = directory;
    this.target = directory.resolve(DAMAGED).resolve(name);
    this.dataUuid = dataUuid;
    this.afterStep = afterStep;
  }

  /**
   * Decides it, durably, and moves all files but the database, which is open: call {@link #finish}
   * when that has been moved to {@link #target}.
   *
   * @param name of the directory under {@code damaged/}
   */
  public static SetAside begin(DataDirectory directory, String name, String dataUuid)
      throws IOException {
    return begin(directory.path(), name, dataUuid, step -> {});
  }

  /** As above; tells crash tests of every step after it is on disk. */
  static SetAside begin(Path directory, String name, String dataUuid, Consumer<String> afterStep)
      throws IOException {
    SetAside begun = new SetAside(directory, name, dataUuid, afterStep);
    DurableFiles.replace(
        directory,
        MARKER,
        ByteBuffer.wrap((name + "\n" + dataUuid + "\n").getBytes(StandardCharsets.UTF_8)));
    begun.step("decided");
    begun.moveFiles();
    return begun;
  }

  /** At a start, before anything else is read: completes what a crash has interrupted. */
  static void complete(Path directory) throws IOException {
    Path marker = directory.resolve(MARKER);
    if (!Files.exists(marker)) {
      return;
    }
    List<String> lines =
        Files.size(marker) > MARKER_BYTES_MAX ? List.of() : DurableFiles.readLines(marker);
    if (lines.size() != 2 || !lines.stream().allMatch(NAME.asMatchPredicate())) {
      throw new DamagedFileException(marker, "it does not name a directory and a data uuid");
    }
    SetAside begun = new SetAside(directory, lines.get(0), lines.get(1), step -> {});
    begun.moveFiles();
    begun.moveDatabase();
    begun.finish();
  }

  /** Where everything goes; it is there. */
  public Path target() {
    return target;
  }

  /** All is moved: from now on the directory is the new disk's. */
  public void finish() throws IOException {
    DurableFiles.forceDirectory(target);
    DurableFiles.delete(directory, directory.resolve(MARKER));
    step("finished");
  }

  /** The new identity comes first: old acknowledgements are void before anything is gone. */
  private void moveFiles() throws IOException {
    IdentityFile.withDataUuid(directory, dataUuid);
    step("has a new identity");
    DurableFiles.createDirectory(target);
    step("created " + target.getFileName());
    for (String part : List.of("snapshot", "log")) {
      move(directory.resolve(part));
      DurableFiles.createDirectory(directory.resolve(part));
      step("emptied " + part);
    }
    // A log that is missing is damage; this one is empty.
    OpenedLog.createIfMissing(new LogDirectory(directory.resolve("log"), afterStep));
  }

  private void moveDatabase() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, DATABASE + ".*")) {
      for (Path file : files) {
        move(file);
      }
    }
  }

  /** What is there already was moved before a crash; then what has its name now is new. */
  private void move(Path from) throws IOException {
    Path to = target.resolve(String.valueOf(from.getFileName()));
    if (Files.exists(from) && !Files.exists(to)) {
      Files.move(from, to, ATOMIC_MOVE);
      DurableFiles.forceDirectory(target);
      DurableFiles.forceDirectory(directory);
      step("moved " + from.getFileName());
    }
  }

  private void step(String done) {
    afterStep.accept(done);
  }
}
