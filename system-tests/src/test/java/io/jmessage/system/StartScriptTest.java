package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is measured is what people run. */
class StartScriptTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void serverGetsTheOptionsThatFiguresAreMadeWith() throws IOException {
    String options = String.join(" ", LocalCluster.START_SCRIPT_OPTIONS);

    String script = Files.readString(ROOT.resolve("jmessage"));
    String windows = Files.readString(ROOT.resolve("jmessage.cmd"));

    assertThat(script).contains("jar=$server options='" + options + "'\n");
    assertThat(windows).contains("\"SOURCES=server,proto\" & set \"OPTIONS=" + options + "\"");
  }
}
