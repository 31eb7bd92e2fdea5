package io.jmessage.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.store.OutboxLine.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting lines on a real disk. A client that is closed stands for one that has died. */
class OutboxFilesTest {
  @TempDir Path directory;
  private OutboxFiles outbox;

  @AfterEach
  void close() {
    if (outbox != null) {
      outbox.close();
    }
  }

  @Test
  void lines_areThereAfterARestart_inOrderWithTheirIds() throws Exception {
    open();
    List<OutboxLine> lines = Stream.of("first", "second ☃", "third").map(this::line).toList();
    for (OutboxLine line : lines) {
      outbox.add(line);
    }

    assertThat(reopened()).containsExactlyElementsOf(lines);
  }

  @Test
  void storedLines_areGone_andSoIsTheFileInTheEnd() throws Exception {
    open();
    OutboxLine first = line("first");
    OutboxLine second = line("second");
    outbox.add(first);
    outbox.add(second);
    outbox.remove(first);
    assertThat(reopened()).containsExactly(second);

    outbox.remove(second);

    assertThat(reopened()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void failedLine_staysFailed_untilItIsRetried() throws Exception {
    open();
    OutboxLine line = line("first");
    OutboxLine failed = line.failed(new Failure(Reason.UNKNOWN_RECEIVER, "why", line.written()));
    outbox.add(line);
    outbox.update(failed);
    assertThat(reopened()).containsExactly(failed);

    outbox.update(failed.waiting());

    assertThat(reopened()).containsExactly(line);
  }

  @Test
  void anotherClient_hasLinesOfItsOwn_untilItDies() throws Exception {
    open();
    OutboxLine line = line("of the first");
    outbox.add(line);
    try (OutboxFiles other = new OutboxFiles(directory)) {
      assertThat(other.takeOver()).isEmpty();
      other.add(line("of the second"));
      assertThat(outbox.takeOver()).isEmpty();

      outbox.close();

      assertThat(other.takeOver()).containsExactly(line);
      assertThat(other.takeOver()).isEmpty(); // once
    }
  }

  @Test
  void linesTakenOver_areKeptUntilTheyAreStored() throws Exception {
    open();
    OutboxLine line = line("left behind");
    outbox.add(line);
    assertThat(reopened()).containsExactly(line);
    outbox.add(line("new"));

    assertThat(reopened()).extracting(OutboxLine::text).containsExactly("left behind", "new");
  }

  @Test
  void lineCutOffByACrash_isNotThere_andNoOtherIsLost() throws Exception {
    open();
    outbox.add(line("first"));
    outbox.add(line("second"));
    outbox.close();
    Path file = files().get(0);
    for (long length = Files.size(file) - 1; length > Files.size(file) - 60; length--) {
      byte[] whole = Files.readAllBytes(file);
      try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
        cut.setLength(length);
      }

      assertThat(reopened()).extracting(OutboxLine::text).containsExactly("first");

      outbox.close();
      Files.write(file, whole);
    }
  }

  @Test
  void damagedFile_isKept_andWhatCanBeReadIsSent() throws Exception {
    open();
    outbox.add(line("first"));
    outbox.add(line("second"));
    outbox.add(line("third"));
    outbox.close();
    Path file = files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[(bytes.length - 8) / 2 + 8] ^= 1;
    Files.write(file, bytes);

    List<OutboxLine> found = reopened();

    assertThat(found).extracting(OutboxLine::text).containsExactly("first", "third");
    assertThat(files()).anyMatch(path -> path.toString().contains(".damaged-"));
    assertThat(reopened()).containsExactlyElementsOf(found);
  }

  @Test
  void manyLines_leaveAShortFile() throws Exception {
    open();
    for (int i = 0; i < 1_000; i++) {
      OutboxLine line = line("line " + i + " " + "x".repeat(200));
      outbox.add(line);
      outbox.remove(line);
    }

    assertThat(Files.size(files().get(0))).isLessThan(100_000);
  }

  private void open() {
    outbox = new OutboxFiles(directory);
  }

  private List<OutboxLine> reopened() {
    outbox.close();
    open();
    return outbox.takeOver();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    }
  }

  private int number;

  private OutboxLine line(String text) {
    number++;
    return new OutboxLine(
        "%032x".formatted(number),
        "1f".repeat(16),
        number,
        "bob",
        text,
        Instant.ofEpochMilli(1_700_000_000_000L + number),
        Optional.empty());
  }
}
