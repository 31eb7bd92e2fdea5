package io.jmessage.bench.contender;

import io.jmessage.bench.load.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** What the disk itself takes: one writer that writes into a file made before, and syncs it. */
public final class Fdatasync implements Contender {
  private static final int FILE_BYTES = 64 << 20;

  private final IntUnaryOperator bytes;
  private Path directory = Path.of("");

  /** Writes as many bytes as a text has. */
  public Fdatasync() {
    this(IntUnaryOperator.identity());
  }

  /** Writes as many bytes as something else makes of a text of that size. */
  Fdatasync(IntUnaryOperator bytes) {
    this.bytes = bytes;
  }

  @Override
  public String name() {
    return "fdatasync";
  }

  @Override
  public String what() {
    return "write + fdatasync in one thread, into a file filled before, on the same disk";
  }

  @Override
  public void start(Path where, Consumer<String> progress) {
    directory = where;
  }

  @Override
  public String version() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
  }

  @Override
  public int writersMax() {
    return 1;
  }

  @Override
  public Crew open(int writers, int size) {
    try {
      FileChannel file = filled(directory.resolve("fdatasync"));
      ByteBuffer buffer =
          ByteBuffer.wrap(Texts.ofSize(bytes.applyAsInt(size)).getBytes(StandardCharsets.US_ASCII));
      return new Crew(List.of(new Syncer(file, buffer)), () -> close(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + directory, e);
    }
  }

  /** A file whose blocks are all there: zeros are written, not only promised. */
  private static FileChannel filled(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
    for (int at = 0; at < FILE_BYTES; at += zeros.capacity()) {
      write(file, zeros.clear(), at);
    }
    file.force(true);
    return file;
  }

  private static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
  }

  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return Map.of();
  }

  @Override
  public void close() {}

  private static final class Syncer implements Writer.Blocking {
    private final FileChannel file;
    private final ByteBuffer bytes;
    private long at;

    Syncer(FileChannel file, ByteBuffer bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    @Override
    public void write() throws IOException {
      if (at + bytes.capacity() > FILE_BYTES) {
        at = 0;
      }
      Fdatasync.write(file, bytes.clear(), at);
      file.force(false);
      at += bytes.capacity();
    }
  }
}
