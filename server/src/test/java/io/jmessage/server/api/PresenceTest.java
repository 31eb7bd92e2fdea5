package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.chat.model.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final Account ANN = new Account(1, "ann", false);

  private final List<String> changes = new ArrayList<>();
  private long nanos;
  private final Presence presence = new Presence(() -> nanos);

  @BeforeEach
  void listen() {
    presence.onChange((name, online) -> changes.add(name + (online ? " on" : " off")));
  }

  @Test
  void activity_countsForTenSeconds() {
    presence.active(ANN);
    after(Duration.ofSeconds(10));
    boolean before = presence.isOnline(1);
    after(Duration.ofMillis(1));

    assertThat(before).isTrue();
    assertThat(presence.isOnline(1)).isFalse();
    assertThat(changes).containsExactly("ann on", "ann off");
  }

  @Test
  void openStream_countsAsLongAsItIsOpen() {
    presence.streamOpened(ANN);
    after(Duration.ofHours(1));

    assertThat(presence.isOnline(1)).isTrue();
    assertThat(changes).containsExactly("ann on");
  }

  @Test
  void closedStream_mayComeBackForTenSeconds() {
    presence.streamOpened(ANN);
    presence.streamClosed(ANN);
    after(Duration.ofSeconds(9));
    presence.streamOpened(ANN);

    assertThat(changes).containsExactly("ann on");
  }

  @Test
  void logout_isSeenAtOnce() {
    presence.active(ANN);
    presence.loggedOut(1);

    assertThat(presence.isOnline(1)).isFalse();
    assertThat(changes).containsExactly("ann on", "ann off");
  }

  @Test
  void logout_ofOneSessionLeavesTheStreamOfAnother() {
    presence.streamOpened(ANN);
    presence.active(ANN);
    presence.loggedOut(1);

    assertThat(presence.isOnline(1)).isTrue();
  }

  private void after(Duration time) {
    nanos += time.toNanos();
    presence.tick();
  }
}
