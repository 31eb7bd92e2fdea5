package io.jmessage.server.replication.support;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.InvalidCommandException;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Merge;
import io.jmessage.server.replication.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The simplest state: all commands in order, in memory; after a restart it must be built anew. */
public final class ListStateMachine implements StateMachine {

  private record Saved(List<ByteString> commands, LogPosition position) {}

  private final List<ByteString> commands = new ArrayList<>();
  private Saved saved = new Saved(List.of(), LogPosition.START);
  private LogPosition applied = LogPosition.START;
  private volatile CountDownLatch loads = new CountDownLatch(0);
  private final CountDownLatch loadBegan = new CountDownLatch(1);

  /** From now on a load takes until {@link #letLoadsGo}: a very large state. */
  public void holdLoads() {
    loads = new CountDownLatch(1);
  }

  public void letLoadsGo() {
    loads.countDown();
  }

  /** Opens when a load has begun. */
  public CountDownLatch loadBegan() {
    return loadBegan;
  }

  public synchronized List<ByteString> commands() {
    return List.copyOf(commands);
  }

  @Override
  public synchronized LogPosition applied() {
    return applied;
  }

  @Override
  public void check(ByteString command) {
    if (command.isEmpty()) {
      throw new InvalidCommandException("an empty command");
    }
  }

  @Override
  public synchronized List<ByteString> apply(List<LogCommand> batch, LogPosition after) {
    List<ByteString> results = new ArrayList<>();
    for (LogCommand command : batch) {
      commands.add(command.payload());
      results.add(ByteString.copyFromUtf8("done ").concat(command.payload()));
    }
    applied = after;
    return results;
  }

  @Override
  public synchronized void save() {
    saved = new Saved(List.copyOf(commands), applied);
  }

  @Override
  public synchronized Snapshot openSnapshot() {
    List<ByteString> copy = saved.commands();
    LogPosition position = saved.position();
    return new Snapshot() {
      @Override
      public LogPosition position() {
        return position;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(copy.size());
        for (ByteString command : copy) {
          data.writeInt(command.size());
          data.write(command.toByteArray());
        }
        data.flush();
      }

      @Override
      public String digest() {
        return Integer.toString(copy.hashCode());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void installSnapshot(LogPosition position, InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    List<ByteString> read = new ArrayList<>();
    int count = data.readInt();
    for (int i = 0; i < count; i++) {
      read.add(ByteString.copyFrom(data.readNBytes(data.readInt())));
    }
    loadBegan.countDown();
    awaitLoads();
    synchronized (this) {
      commands.clear();
      commands.addAll(read);
      applied = position;
      save();
    }
  }

  private void awaitLoads() throws IOException {
    try {
      loads.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public synchronized void clear() {
    commands.clear();
    applied = LogPosition.START;
    save();
  }

  /** Takes everything again that is not there. */
  @Override
  public synchronized Merge merge(LogCommand origin, Set<String> aside) {
    return commands.contains(origin.payload())
        ? new Merge.Skip()
        : new Merge.Order(origin.payload(), false);
  }

  @Override
  public Optional<Merge.LeaveAside> merged(ByteString command, ByteString result) {
    return Optional.empty();
  }

  @Override
  public synchronized void setAside(Path directory) throws IOException {
    Files.createFile(directory.resolve("list"));
    clear();
  }

  @Override
  public synchronized String digest() {
    return applied + " " + commands.hashCode();
  }
}
