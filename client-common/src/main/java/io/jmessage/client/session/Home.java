package io.jmessage.client.session;

import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.store.AccountDirectory;
import io.jmessage.client.store.MessageCopy;
import io.jmessage.client.store.OutboxLine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a client has of one account from its log-in on, also after its session has ended: the
 * waiting lines, the copy of what was read, and how far sent lines have come.
 */
public final class Home {
  /** How soon the lines of another client that has died are taken over. */
  private static final Duration TAKE_OVER = Duration.ofSeconds(2);

  private final String username;
  private final long account;
  private final AccountDirectory directory;
  private final Executor disk;
  private final Outbox.Surroundings surroundings;
  private final Outbox outbox;
  private final DeliveryWatch deliveries;
  private boolean closed;

  /**
   * @param surroundings hears every state of every line
   */
  public Home(
      Session session,
      AccountDirectory directory,
      Outbox.Surroundings surroundings,
      Executor disk,
      Clock clock) {
    this.username = session.username();
    this.account = session.account();
    this.directory = directory;
    this.disk = disk;
    this.surroundings = surroundings;
    this.deliveries = new DeliveryWatch(clock, surroundings::changed);
    this.outbox = new Outbox(directory.outbox(), watching(surroundings), disk, clock);
  }

  private Outbox.Surroundings watching(Outbox.Surroundings all) {
    return new Outbox.Surroundings() {
      @Override
      public void onLoop(Runnable task) {
        all.onLoop(task);
      }

      @Override
      public Runnable schedule(Duration delay, Runnable task) {
        return all.schedule(delay, task);
      }

      @Override
      public void changed(OutgoingMessage line) {
        all.changed(line);
        if (line.state() instanceof DeliveryState.Stored stored) {
          deliveries.stored(line, stored.receipt());
        }
      }
    };
  }

  /** Whether a session of this account goes on with what is here. */
  public boolean isOf(Session session) {
    return isOnDisk() && username.equals(session.username()) && account == session.account();
  }

  public boolean isOnDisk() {
    return directory.isOnDisk();
  }

  public String username() {
    return username;
  }

  public AccountDirectory directory() {
    return directory;
  }

  public Outbox outbox() {
    return outbox;
  }

  public MessageCopy copy() {
    return directory.copy();
  }

  public DeliveryWatch deliveries() {
    return deliveries;
  }

  /** Takes over what others have left behind, now and from time to time. Loop thread only. */
  public void takeOver(List<OutboxLine> first) {
    outbox.add(first);
    if (isOnDisk()) {
      lookAgain();
    }
  }

  private void lookAgain() {
    Runnable unused =
        surroundings.schedule(
            TAKE_OVER,
            () -> {
              if (!closed) {
                disk.execute(this::takeOverOnDisk);
              }
            });
  }

  private void takeOverOnDisk() {
    List<OutboxLine> left = directory.outbox().takeOver();
    surroundings.onLoop(
        () -> {
          if (!closed) {
            outbox.add(left);
            lookAgain();
          }
        });
  }

  /**
   * Ends it. Loop thread only.
   *
   * @param keepCopy false: the user has logged out, and nobody shall read here what was read
   */
  public void close(boolean keepCopy) {
    if (!closed) {
      closed = true;
      outbox.close();
      disk.execute(keepCopy ? directory::close : directory::closeAndForget);
    }
  }
}
