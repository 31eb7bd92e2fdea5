package io.jmessage.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the JVM keeps of the classes that a server loads (a dynamic CDS archive), beside this
 * program's own jar: with it a start takes two thirds of the processor time. One server is started
 * for it once, for each build of the jar and each JVM.
 */
final class ClassData {
  /** What cannot be kept, or used, is no news. */
  private static final String QUIET = "-Xlog:cds*=off";

  /** The archive is written at the end of the process; seconds, on a machine that is not busy. */
  private static final Duration WRITTEN = Duration.ofMinutes(2);

  private static Optional<List<String>> options = Optional.empty();

  private ClassData() {}

  /** The options that make a server's JVM use it. Makes it first, if it is not there. */
  static synchronized List<String> options() {
    if (options.isEmpty()) {
      Path archive = archive();
      if (!Files.exists(archive)) {
        make(archive);
      }
      // A JVM that cannot use it does without.
      options = Optional.of(List.of("-XX:SharedArchiveFile=" + archive, QUIET));
    }
    return options.get();
  }

  private static Path archive() {
    try {
      long built = Files.getLastModifiedTime(Jars.server()).toMillis();
      String name = "server-" + built + "-" + Runtime.version() + ".jsa";
      return Jars.target().resolve("class-data").resolve(name).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(Path archive) {
    Path scratch = archive.resolveSibling("making-" + ProcessHandle.current().pid());
    Path made = scratch.resolve("classes.jsa");
    List<Integer> ports = FreePorts.find(2);
    ServerLine line =
        new ServerLine(
            "classes",
            "localhost:" + ports.get(0),
            "localhost:" + ports.get(1),
            Optional.empty(),
            scratch.resolve("data"),
            List.of(ServerProcess.NO_REHEARSAL));
    List<String> jvmOptions = List.of("-XX:ArchiveClassesAtExit=" + made, QUIET);
    JavaProgram program = new JavaProgram(Jars.server(), jvmOptions, line.arguments());
    try (ServerProcess server =
        ServerProcess.start(program, line.id(), scratch.resolve("server.log"))) {
      server.awaitReady();
      int unused = server.stop(WRITTEN);
      // Another program may have been as fast; one is as good as the other.
      Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
      Trees.delete(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the class data of the server", e);
    }
  }
}
