package io.jmessage.bench.contender;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that are installed. */
final class Programs {
  private Programs() {}

  /** On the PATH, or in one of these directories. */
  static Optional<Path> find(String name, List<Path> elsewhere) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<Path> usual = Stream.of(path.split(File.pathSeparator)).map(Path::of);
    return Stream.concat(usual, elsewhere.stream())
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The same for a program that {@link Contender#missing} has found. */
  static String require(String name, List<Path> elsewhere) {
    return find(name, elsewhere)
        .orElseThrow(() -> new IllegalStateException("there is no " + name))
        .toString();
  }

  /** The {@code bin} directories of all versions under a directory, the newest first. */
  static List<Path> versions(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted(Comparator.reverseOrder()).map(each -> each.resolve("bin")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What to say where one is missing. */
  static Optional<String> unless(boolean installed, String debianPackage) {
    return installed
        ? Optional.empty()
        : Optional.of("not installed; on Debian: apt-get install " + debianPackage);
  }
}
