package io.jmessage.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What this machine keeps of one account of one cluster, opened by one client. Another client of
 * the same account may have it open, too: their waiting lines are apart, and only the first writes
 * the copy of what was read.
 */
public final class AccountDirectory implements AutoCloseable {
  private final Optional<Path> directory;
  private final OutboxStorage outbox;
  private final MessageCopy copy;
  private final Optional<CopyFile> file;

  private AccountDirectory(
      Optional<Path> directory, OutboxStorage outbox, MessageCopy copy, Optional<CopyFile> file) {
    this.directory = directory;
    this.outbox = outbox;
    this.copy = copy;
    this.file = file;
  }

  /** Keeps nothing beyond this process. */
  public static AccountDirectory inMemory() {
    return new AccountDirectory(
        Optional.empty(),
        OutboxStorage.inMemory(),
        new MessageCopy(MessageCopy.Limits.NO_MESSAGES),
        Optional.empty());
  }

  /** Blocks for the disk; afterwards the copy is written on the executor. */
  static AccountDirectory open(Path directory, Executor disk) throws IOException {
    MessageCopy copy = new MessageCopy(MessageCopy.Limits.STANDARD);
    Optional<CopyFile> file = CopyFile.open(directory, disk, copy);
    return new AccountDirectory(Optional.of(directory), new OutboxFiles(directory), copy, file);
  }

  /** Whether it outlives the process. */
  public boolean isOnDisk() {
    return directory.isPresent();
  }

  public OutboxStorage outbox() {
    return outbox;
  }

  public MessageCopy copy() {
    return copy;
  }

  /** Remembers a session for the next start of the same kind of client. Blocks for the disk. */
  public void saveSession(String client, String sessionId) throws IOException {
    if (directory.isPresent()) {
      DataFiles.replace(DataDirectory.sessionFile(directory.get(), client), sessionId);
    }
  }

  /** Forgets it. Blocks for the disk. */
  public void forgetSession(String client) throws IOException {
    if (directory.isPresent()) {
      Files.deleteIfExists(DataDirectory.sessionFile(directory.get(), client));
    }
  }

  /** Closes the files; waiting lines stay for whoever comes next. To be called on the executor. */
  @Override
  public void close() {
    outbox.close();
    file.ifPresent(open -> open.close(true));
  }

  /** The same, without a trace of what was read. */
  public void closeAndForget() {
    outbox.close();
    file.ifPresent(open -> open.close(false));
  }
}
