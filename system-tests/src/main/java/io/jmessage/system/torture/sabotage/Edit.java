package io.jmessage.system.torture.sabotage;

import java.util.List;

/**
 * Texts of one source file that are replaced, each of which stands there exactly once.
 *
 * @param type the class, with its package
 * @param replacements in pairs: a text, and what takes its place
 */
record Edit(String type, List<String> replacements) {
  Edit {
    replacements = List.copyOf(replacements);
  }

  static Edit of(String type, String... replacements) {
    return new Edit("io.jmessage.server." + type, List.of(replacements));
  }
}
