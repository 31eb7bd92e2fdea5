package io.jmessage.client.session;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.store.AccountDirectory;
import io.jmessage.client.store.DataDirectory;
import io.jmessage.client.store.OutboxLine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What there is of an account on this machine, as a log-in finds it. */
public final class Opening {

  /**
   * What was found.
   *
   * @param lines that earlier clients have left behind
   */
  public record Found(AccountDirectory directory, List<OutboxLine> lines) {}

  private final Optional<DataDirectory> data;
  private final String clusterId;
  private final Session session;

  public Opening(Optional<DataDirectory> data, String clusterId, Session session) {
    this.data = data;
    this.clusterId = clusterId;
    this.session = session;
  }

  /**
   * Opens it; blocks for the disk.
   *
   * @throws ChatClientException NOT_SAVED, if the data directory cannot be used
   */
  public Found read(Executor disk) {
    if (data.isEmpty()) {
      return new Found(AccountDirectory.inMemory(), List.of());
    }
    try {
      AccountDirectory directory =
          data.get().account(clusterId, session.account(), session.username(), disk);
      return new Found(directory, directory.outbox().takeOver());
    } catch (IOException e) {
      throw new ChatClientException(Reason.NOT_SAVED, "the data directory cannot be used: " + e, e);
    }
  }
}
