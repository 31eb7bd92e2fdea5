package io.jmessage.system.torture.check;

import io.jmessage.client.model.ChatMessage;
import java.util.HashSet;
import java.util.Set;

/** G2: no message is there twice, whatever its sender was told. */
final class Once {
  private Once() {}

  static void check(Evidence evidence, Findings findings) {
    for (ServerState state : evidence.states()) {
      Set<Long> ids = new HashSet<>();
      state
          .histories()
          .forEach(
              (pair, history) -> {
                Set<String> texts = new HashSet<>();
                for (ChatMessage message : history) {
                  if (!texts.add(message.from() + '\n' + message.text())) {
                    findings.add(
                        "server %d: number %d, \"%s\" of %s to %s, is there twice"
                            .formatted(
                                state.server(),
                                message.sequence(),
                                message.text(),
                                message.from(),
                                message.to()));
                  }
                  if (!ids.add(message.id())) {
                    findings.add(
                        "server %d: two messages have id %d"
                            .formatted(state.server(), message.id()));
                  }
                }
              });
    }
  }
}
