package io.jmessage.server.cli;

import java.util.List;

/**
 * The words of the command line that are not options: the role in the second place may be missing.
 */
record CommandWords(String id, boolean slave, String clientAddress, String internalAddress) {

  private static final String MASTER = "master";
  private static final String SLAVE = "slave";

  /**
   * Tells the words apart.
   *
   * @throws IllegalArgumentException with a text for the user
   */
  static CommandWords parse(List<String> words) {
    boolean hasRole = words.size() > 1 && isRole(words.get(1));
    if (!hasRole && words.size() == 4) {
      throw new IllegalArgumentException(
          "role: expected master or slave, got '%s'".formatted(words.get(1)));
    }
    int first = hasRole ? 2 : 1;
    List<String> names = List.of("ID", "CLIENT_ADDRESS", "INTERNAL_ADDRESS");
    int given = words.size() - (hasRole ? 1 : 0);
    if (given < 3) {
      throw new IllegalArgumentException("missing: " + String.join(", ", names.subList(given, 3)));
    }
    if (given > 3) {
      throw new IllegalArgumentException(
          "too many words: '%s' after INTERNAL_ADDRESS".formatted(words.get(first + 2)));
    }
    return new CommandWords(
        words.get(0),
        hasRole && words.get(1).equals(SLAVE),
        words.get(first),
        words.get(first + 1));
  }

  private static boolean isRole(String word) {
    return word.equals(MASTER) || word.equals(SLAVE);
  }
}
