package io.jmessage.system.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Lines in many scripts and emoji: letters outside the first plane, combining marks, right-to-left
 * text, joined emoji. The same seed gives the same lines. Not thread-safe.
 */
public final class TextGenerator {
  private static final int WORDS_MAX = 14;

  private final SplittableRandom random;
  private final List<String[]> scripts;

  public TextGenerator(long seed) {
    random = new SplittableRandom(seed);
    scripts = readScripts();
  }

  public List<String> lines(int count) {
    List<String> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(line());
    }
    return lines;
  }

  /** Mostly one script, as people write, with a word of another now and then. */
  String line() {
    String[] script = any(scripts);
    int words = random.nextInt(1, WORDS_MAX + 1);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < words; i++) {
      String[] from = random.nextInt(8) == 0 ? any(scripts) : script;
      line.append(i == 0 ? "" : " ").append(from[random.nextInt(from.length)]);
    }
    return line.toString();
  }

  private String[] any(List<String[]> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static List<String[]> readScripts() {
    InputStream words = TextGenerator.class.getResourceAsStream("words.txt");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(words, "words.txt is not in the jar"),
                StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> line.split(" ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
