package io.jmessage.bench.measure;

import io.jmessage.bench.contender.Contender;
import io.jmessage.bench.round.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Several contenders, from their start on. */
final class Contenders {
  private Contenders() {}

  /** Starts them one after the other; those that are not installed or fail are left out. */
  static void start(List<? extends Contender> contenders, Rounds rounds, Setting setting) {
    for (Contender contender : contenders) {
      Optional<String> missing = contender.missing();
      if (missing.isPresent()) {
        rounds.leaveOut(contender, missing.get());
      } else {
        rounds.guarded(
            contender,
            () ->
                contender.start(
                    directory(setting, contender.name().replace(' ', '-')), setting.progress()));
      }
    }
  }

  /** A directory of its own for one of them. */
  static Path directory(Setting setting, String name) {
    try {
      return Files.createDirectories(setting.directory().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
