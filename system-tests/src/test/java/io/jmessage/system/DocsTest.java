package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the docs to their word: links resolve, and what is promised names a test that exists. */
class DocsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final PathMatcher TESTS =
      FileSystems.getDefault().getPathMatcher("glob:**/src/test/java/**/*.java");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
  private static final String NOT_YET = "not yet";

  @Test
  void everyRelativeLinkResolves() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : all(LINK, Files.readString(page))) {
        if (!link.group(1).contains("://") && !resolves(page, link.group(1))) {
          broken.add(ROOT.relativize(page) + ": " + link.group(1));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void everyFailureNamesATest_orSaysNotYet() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/failures.md"));
    List<String> sections = List.of(page.split("(?m)^## "));
    List<String> without = new ArrayList<>();
    for (String section : sections.subList(1, sections.size())) {
      int test = section.indexOf("\nTest: ");
      if (test < 0 || !namesTest(section.substring(test))) {
        without.add(section.lines().findFirst().orElse(""));
      }
    }

    assertThat(sections).hasSizeGreaterThan(10);
    assertThat(without).isEmpty();
  }

  @Test
  void everyInvariantNamesATest_orSaysNotYet() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/protocol.md"));
    List<String> without =
        IntStream.rangeClosed(1, 10)
            .mapToObj(i -> "| **I" + i + "** |")
            .filter(row -> page.lines().noneMatch(l -> l.startsWith(row) && namesTest(l)))
            .toList();

    assertThat(without).isEmpty();
  }

  @Test
  void everyTestThatTheDocsNameExists() throws IOException {
    List<Path> tests = testSources();
    List<String> missing = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult name : all(TEST_NAME, Files.readString(page))) {
        if (!exists(tests, name.group(1), name.group(2))) {
          missing.add(ROOT.relativize(page) + ": " + name.group());
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  private static boolean namesTest(String text) {
    return TEST_NAME.matcher(text).find() || text.contains(NOT_YET);
  }

  private static boolean exists(List<Path> tests, String type, String method) throws IOException {
    for (Path test : tests) {
      if (test.getFileName().toString().equals(type + ".java")) {
        return method == null || Files.readString(test).contains("void " + method + "(");
      }
    }
    return false;
  }

  private static boolean resolves(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    return Files.exists(target) && (hash < 0 || hasAnchor(target, link.substring(hash + 1)));
  }

  private static boolean hasAnchor(Path page, String anchor) throws IOException {
    return Files.readString(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .anyMatch(anchor::equals);
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(path -> path.toString().endsWith(".md"))
          .toList();
    }
  }

  private static List<Path> testSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path module : modules()) {
      try (Stream<Path> files = Files.walk(module)) {
        files.filter(TESTS::matches).forEach(sources::add);
      }
    }
    return sources;
  }

  private static List<Path> modules() {
    return Arrays.stream(
            new String[] {
              "server",
              "simulator",
              "client-common",
              "client-gui",
              "client-terminal",
              "system-tests",
              "bench"
            })
        .map(module -> ROOT.resolve(module).resolve("src"))
        .filter(Files::isDirectory)
        .toList();
  }
}
