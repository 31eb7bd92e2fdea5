package io.jmessage.gui.fake;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.ChatOutbox;
import io.jmessage.client.model.OutgoingMessage;
import java.util.List;
import java.util.Optional;

/** The outbox of one client; the lines are its cluster's, as on the disk that all of them share. */
final class FakeOutbox implements ChatOutbox {
  private final FakeCluster cluster;
  private final FakeChatClient client;

  FakeOutbox(FakeCluster cluster, FakeChatClient client) {
    this.cluster = cluster;
    this.client = client;
  }

  @Override
  public OutgoingMessage queue(String to, String text) {
    String self =
        client
            .username()
            .orElseThrow(() -> new ChatClientException(Reason.NOT_LOGGED_IN, "not logged in"));
    return cluster.queue(self, to, text);
  }

  @Override
  public List<OutgoingMessage> lines() {
    return client.username().map(cluster::lines).orElse(List.of());
  }

  @Override
  public boolean retry(String id) {
    return client.username().map(self -> cluster.retryLine(self, id)).orElse(false);
  }

  @Override
  public Optional<OutgoingMessage> edit(String id, String text) {
    Optional<OutgoingMessage> failed =
        lines().stream().filter(line -> line.id().equals(id)).findFirst();
    if (failed.isEmpty() || !discard(id)) {
      return Optional.empty();
    }
    return Optional.of(queue(failed.get().to(), text));
  }

  @Override
  public boolean discard(String id) {
    return client.username().map(self -> cluster.discardLine(self, id)).orElse(false);
  }
}
