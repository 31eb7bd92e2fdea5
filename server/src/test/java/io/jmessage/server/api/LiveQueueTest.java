package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.Message;
import org.junit.jupiter.api.Test;

class LiveQueueTest {
  private final LiveQueue queue = new LiveQueue();

  @Test
  void messages_comeInOrderAndBeforeStates() {
    queue.addState("ann", Events.presence("ann", true));
    queue.add(message("a"));
    queue.add(message("b"));

    assertThat(queue.poll()).isEqualTo(message("a"));
    assertThat(queue.poll()).isEqualTo(message("b"));
    assertThat(queue.poll()).isEqualTo(Events.presence("ann", true));
    assertThat(queue.poll()).isNull();
  }

  @Test
  void newerState_replacesTheOlder() {
    queue.addState("ann", Events.presence("ann", true));
    queue.addState("bob", Events.presence("bob", true));
    queue.addState("ann", Events.presence("ann", false));

    assertThat(queue.poll()).isEqualTo(Events.presence("bob", true));
    assertThat(queue.poll()).isEqualTo(Events.presence("ann", false));
    assertThat(queue.poll()).isNull();
  }

  @Test
  void messages_areBoundedInNumber() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(queue.add(message("m"))).isTrue();
    }

    assertThat(queue.add(message("m"))).isFalse();
    assertThat(queue.poll()).isNotNull();
    assertThat(queue.add(message("m"))).isTrue();
  }

  @Test
  void messages_areBoundedInBytes() {
    Event big = message("x".repeat(64 * 1024));
    int taken = 0;
    while (queue.add(big)) {
      taken++;
    }

    assertThat(taken).isEqualTo((8 << 20) / big.getSerializedSize());
  }

  private static Event message(String text) {
    return Event.newBuilder().setMessage(Message.newBuilder().setMessage(text)).build();
  }
}
