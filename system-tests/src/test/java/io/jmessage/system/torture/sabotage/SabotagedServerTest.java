package io.jmessage.system.torture.sabotage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jmessage.system.SystemFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sabotages follow the server's source. */
class SabotagedServerTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void findsItsTexts_inTheSourceOfToday(Sabotage sabotage) throws IOException {
    Path edited = SabotagedServer.edited(sabotage.edit(), directory);

    for (int i = 1; i < sabotage.edit().replacements().size(); i += 2) {
      assertThat(Files.readString(edited)).contains(sabotage.edit().replacements().get(i));
    }
  }

  @Test
  void saysWhatIsNotThere_sourceHasChanged() {
    Edit edit = Edit.of("chat.command.SendCommand", "a text that nobody would write", "");

    assertThatThrownBy(() -> SabotagedServer.edited(edit, directory))
        .isInstanceOf(SystemFailure.class)
        .hasMessageContaining("SendCommand has changed")
        .hasMessageContaining("a text that nobody would write");
  }
}
