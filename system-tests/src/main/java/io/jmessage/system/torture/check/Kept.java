package io.jmessage.system.torture.check;

import io.jmessage.client.model.ChatMessage;
import java.util.List;

/** G1: every acknowledged message is on every server, where its receipt says and as it was sent. */
final class Kept {
  private Kept() {}

  static void check(Evidence evidence, Findings findings) {
    for (ServerState state : evidence.states()) {
      for (Sent sent : evidence.acknowledged()) {
        if (!isThere(sent, state.history(sent.pair()))) {
          findings.add(
              "server %d: \"%s\" of %s to %s is not at number %d"
                  .formatted(state.server(), sent.text(), sent.from(), sent.to(), sent.sequence()));
        }
      }
    }
  }

  private static boolean isThere(Sent sent, List<ChatMessage> history) {
    long sequence = sent.sequence();
    if (sequence < 1 || sequence > history.size()) {
      return false;
    }
    ChatMessage found = history.get((int) sequence - 1);
    return found.from().equals(sent.from())
        && found.to().equals(sent.to())
        && found.text().equals(sent.text())
        && sent.receipt().filter(receipt -> receipt.message().id() == found.id()).isPresent();
  }
}
