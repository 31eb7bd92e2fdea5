package io.jmessage.gui.fake;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What one machine's disk holds of an account: waiting lines, the copy. Guarded by its cluster. */
final class FakeLines {
  private final List<OutgoingMessage> lines = new ArrayList<>();
  private final TreeMap<Long, ChatMessage> copy = new TreeMap<>();

  List<OutgoingMessage> all() {
    return List.copyOf(lines);
  }

  Optional<OutgoingMessage> find(String id) {
    return lines.stream().filter(line -> line.id().equals(id)).findFirst();
  }

  void add(OutgoingMessage line) {
    lines.add(line);
  }

  boolean remove(String id) {
    return lines.removeIf(line -> line.id().equals(id));
  }

  OutgoingMessage change(OutgoingMessage line, DeliveryState state) {
    OutgoingMessage next = line.with(state);
    lines.replaceAll(known -> known.id().equals(line.id()) ? next : known);
    return next;
  }

  void copy(ChatMessage message) {
    copy.put(message.id(), message);
  }

  long newestCopied() {
    return copy.isEmpty() ? 0 : copy.lastKey();
  }

  List<ChatMessage> copied() {
    return List.copyOf(copy.values());
  }

  void forgetCopy() {
    copy.clear();
  }
}
