package io.jmessage.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void writesEveryKindOfValue_inTheirOrder() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("number", 3L);
    map.put("truth", true);
    map.put("nothing", null);
    map.put("absent", Optional.empty());
    map.put("present", Optional.of("x"));
    map.put("list", List.of("a", List.of(), Map.of()));

    assertThat(Json.of(map))
        .isEqualTo(
            "{\"number\":3,\"truth\":true,\"nothing\":null,\"absent\":null,"
                + "\"present\":\"x\",\"list\":[\"a\",[],{}]}");
  }

  /** What another server says of itself must not break the line or the syntax. */
  @Test
  void escapes_quotesControlsAndHalfCharacters() {
    assertThat(Json.of("a\"b\\c\nd\u0000e\u007f\ud83dé"))
        .isEqualTo("\"a\\\"b\\\\c\\u000ad\\u0000e\\u007f\\ud83dé\"");
  }
}
