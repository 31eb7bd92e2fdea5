package io.jmessage.bench.contender;

/** What is written: so many bytes of plain words. */
public final class Texts {
  private static final String WORDS = "the quick brown fox jumps over the lazy dog; ";

  private Texts() {}

  public static String ofSize(int bytes) {
    return WORDS.repeat(bytes / WORDS.length() + 1).substring(0, bytes);
  }
}
