package io.jmessage.bench.contender;

import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Recording;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.system.SystemFailure;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Puts messages into conversations, as fast as one stream takes them. */
public final class Filler {
  private static final int UNDER_WAY_MAX = 512;
  private static final int TOLD_EVERY = 100_000;
  private static final long PATIENCE_SECONDS = 60;

  private final JmessageServers servers;
  private final Consumer<String> progress;

  public Filler(JmessageServers servers, Consumer<String> progress) {
    this.servers = servers;
    this.progress = progress;
  }

  /**
   * So many from one user to another; returns when all are acknowledged.
   *
   * @param bytes of text of each
   */
  public void fill(int from, int to, int messages, int bytes) {
    Users users = servers.users();
    Recording recording = new Recording();
    MessageIds ids = new MessageIds();
    SendRequest line =
        SendRequest.newBuilder().setTo(users.name(to)).setMessage(Texts.ofSize(bytes)).build();
    Semaphore room = new Semaphore(UNDER_WAY_MAX);
    Completion ended = new Ended(recording, room);
    try (ClientChannels channels = new ClientChannels(List.of(servers.master()), 1)) {
      SendStream stream = new SendStream(channels.of(0), users.session(from));
      for (int i = 1; i <= messages; i++) {
        acquire(room, 1, recording);
        stream.send(line.toBuilder().setClientMessageId(ids.next()), ended);
        if (i % TOLD_EVERY == 0) {
          progress.accept(String.format(Locale.ROOT, "%,d of %,d messages are sent", i, messages));
        }
      }
      acquire(room, UNDER_WAY_MAX, recording);
      stream.finish();
    }
  }

  private static void acquire(Semaphore room, int permits, Recording recording) {
    try {
      if (!room.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new SystemFailure("the server takes no more messages");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
    recording
        .failure()
        .ifPresent(
            why -> {
              throw new SystemFailure("a message was refused: " + why);
            });
  }

  private record Ended(Recording recording, Semaphore room) implements Completion {
    @Override
    public void done() {
      room.release();
    }

    @Override
    public void failed(String why) {
      recording.failed(why);
      room.release();
    }
  }
}
