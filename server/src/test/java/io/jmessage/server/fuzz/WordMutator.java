package io.jmessage.server.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Spoils command lines as hands and scripts do, from a seed. One thread. */
public final class WordMutator {
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "-",
          "--",
          "---",
          "=",
          "--=",
          "@",
          "@/dev/null",
          "@nowhere",
          "\u0000",
          "\ud83d\ude00",
          "-1",
          "0",
          "99999999999999999999",
          "NaN",
          "a_b:1",
          "a b:1",
          "localhost:0",
          "localhost:65536",
          "[::1]:2626",
          "[::1",
          "${env:HOME}",
          "%s%n",
          "x".repeat(5000));

  private final SplittableRandom random;

  public WordMutator(SplittableRandom random) {
    this.random = random;
  }

  /** One to three changes; by chance none. */
  public String[] mutate(String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      change(words);
    }
    return words.toArray(new String[0]);
  }

  private void change(List<String> words) {
    int at = words.isEmpty() ? 0 : random.nextInt(words.size());
    String odd = WORDS.get(random.nextInt(WORDS.size()));
    switch (random.nextInt(7)) {
      case 0 -> words.add(at, odd);
      case 1 -> words.add(at, words.isEmpty() ? odd : words.get(random.nextInt(words.size())));
      case 2 -> {
        if (!words.isEmpty()) {
          words.remove(at);
        }
      }
      default -> {
        if (words.isEmpty()) {
          words.add(odd);
        } else {
          words.set(at, spoil(words.get(at), odd));
        }
      }
    }
  }

  private String spoil(String word, String odd) {
    int at = random.nextInt(word.length() + 1);
    return switch (random.nextInt(5)) {
      case 0 -> odd;
      case 1 -> word.substring(0, at);
      case 2 -> word.substring(0, at) + odd + word.substring(at);
      case 3 -> word.substring(0, at) + (char) random.nextInt(1, 0x250) + word.substring(at);
      default -> word.contains("=") ? word.substring(0, word.indexOf('=') + 1) + odd : word + odd;
    };
  }
}
