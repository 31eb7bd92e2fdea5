package io.jmessage.system.torture.check;

import io.jmessage.client.model.ChatMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one server has, as users read it there while it was the master.
 *
 * @param histories whole conversations, in the order of the server
 * @param readMarks by reader, then by the other one
 * @param refusedSessions users who were logged in and are not any more, and why
 */
public record ServerState(
    int server,
    Map<Pair, List<ChatMessage>> histories,
    Set<String> people,
    Map<String, Map<String, Long>> readMarks,
    List<String> refusedSessions) {
  public ServerState {
    histories = Map.copyOf(histories);
    people = Set.copyOf(people);
    readMarks = Map.copyOf(readMarks);
    refusedSessions = List.copyOf(refusedSessions);
  }

  /** How many messages were read. */
  public long messages() {
    return histories.values().stream().mapToLong(List::size).sum();
  }

  /** Empty if the server does not know the conversation. */
  List<ChatMessage> history(Pair pair) {
    return histories.getOrDefault(pair, List.of());
  }
}
