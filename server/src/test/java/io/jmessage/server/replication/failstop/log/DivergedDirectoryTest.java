package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.DivergedSuffix;
import io.jmessage.server.replication.failstop.core.LeftAside;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergedDirectoryTest {

  private static final Epoch EPOCH = new Epoch(3, new Address("localhost", 9001));

  @TempDir Path directory;

  @Test
  void archive_isReadInBatchesFromItsCursor() throws IOException {
    DivergedSuffix suffix = keep(200, 50, 180);
    DivergedDirectory reopened = new DivergedDirectory(directory);

    assertThat(reopened.pending()).containsExactly(suffix);
    List<Long> read = new ArrayList<>();
    DivergedSuffix next = suffix;
    while (!next.isDone()) {
      List<LogEntry> batch = reopened.read(next);
      assertThat(batch).hasSizeBetween(1, 64);
      batch.forEach(entry -> read.add(entry.index()));
      next = advance(next, batch.get(batch.size() - 1).index());
    }

    assertThat(read).hasSize(130).startsWith(51L, 52L).endsWith(180L).isSorted();
  }

  @Test
  void cursor_isWhereItWas_afterARestart() throws IOException {
    DivergedSuffix suffix = keep(100, 0, 100);
    TreeSet<String> aside = new TreeSet<>(List.of("account Ada = 1\n%", "x"));
    DivergedSuffix later = new DivergedSuffix(suffix.name(), 71, 100, aside);
    new DivergedDirectory(directory).save(later, List.of());

    DivergedDirectory reopened = new DivergedDirectory(directory);
    assertThat(reopened.pending()).containsExactly(later);
    assertThat(reopened.read(later).get(0).index()).isEqualTo(71);
    reopened.save(advance(later, 100), List.of());
    assertThat(new DivergedDirectory(directory).pending()).isEmpty();
  }

  @Test
  void whatWasLeftAside_isToldBesideTheArchive() throws IOException {
    DivergedSuffix suffix = keep(10, 4, 10);
    DivergedDirectory diverged = new DivergedDirectory(directory);
    LogPosition origin = diverged.read(suffix).get(1).position();
    diverged.save(
        advance(suffix, 8), List.of(new LeftAside(origin, "there is no account bob", "")));

    DivergedDirectory.Summary summary = diverged.summaries().get(0);
    assertThat(summary.after().index()).isEqualTo(4);
    assertThat(summary.last().index()).isEqualTo(10);
    assertThat(summary.submitted()).isEqualTo(4);
    assertThat(summary.toSubmit()).isEqualTo(6);
    assertThat(summary.leftAside()).containsExactly("entry 6 of epoch 3: there is no account bob");
  }

  @Test
  void suffixThatNobodyWasToldOf_isKeptAndNotSubmitted() throws IOException {
    try (SegmentedLog log = filled(10)) {
      assertThat(new DivergedDirectory(directory).keep(log, 7, 7, 1)).isEmpty();
    }

    DivergedDirectory diverged = new DivergedDirectory(directory);
    assertThat(diverged.pending()).isEmpty();
    assertThat(diverged.summaries()).hasSize(1);
    assertThat(diverged.summaries().get(0).toSubmit()).isZero();
  }

  @Test
  void damagedArchive_isSaidToBe() throws IOException {
    DivergedSuffix suffix = keep(10, 0, 10);
    Path file = directory.resolve(suffix.name());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> new DivergedDirectory(directory).read(suffix))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(suffix.name());
  }

  @Test
  void cursorThatCannotBeRead_stopsNoStart() throws IOException {
    DivergedSuffix suffix = keep(10, 0, 10);
    Files.writeString(directory.resolve(suffix.name() + ".cursor"), "next=x");

    assertThat(new DivergedDirectory(directory).pending()).isEmpty();
  }

  /** A digit that has changed would pass over what is still to be submitted. */
  @Test
  void cursorThatHasChanged_isNotBelieved() throws IOException {
    DivergedSuffix suffix = keep(100, 0, 100);
    Path cursor = directory.resolve(suffix.name() + ".cursor");
    String whole = Files.readString(cursor);
    assertThat(whole).startsWith("next=1\n");

    for (String changed :
        List.of(
            whole.replace("next=1", "next=91"),
            whole.replace("up-to=100", "up-to=10"),
            whole.replace("up-to=100\n", ""),
            whole.substring(0, whole.indexOf("check=")),
            "next=1\nup-to=100\naside=%zz\n")) {
      Files.writeString(cursor, changed);
      DivergedDirectory reopened = new DivergedDirectory(directory);
      assertThat(reopened.pending()).as(changed).isEmpty();
      assertThat(reopened.summaries().get(0).trouble()).as(changed).contains("checksum");
    }
  }

  @Test
  void filesThatAreNoText_stopNoStartAndNoList() throws IOException {
    DivergedSuffix suffix = keep(10, 0, 10);
    byte[] noText = {'n', (byte) 0xff, (byte) 0xfe, '\n'};
    Files.write(directory.resolve(suffix.name() + ".report"), noText);
    assertThat(new DivergedDirectory(directory).summaries().get(0).leftAside()).hasSize(1);
    Files.write(directory.resolve(suffix.name() + ".cursor"), noText);
    Files.createDirectory(directory.resolve("2-after-3-4.log"));

    DivergedDirectory reopened = new DivergedDirectory(directory);
    assertThat(reopened.pending()).isEmpty();
    assertThat(reopened.summaries()).hasSize(2).noneMatch(s -> s.trouble().isEmpty());
  }

  @Test
  void entriesOutOfOrder_areDamage() throws IOException {
    DivergedSuffix suffix = keep(10, 0, 10);
    Path file = directory.resolve(suffix.name());
    byte[] bytes = Files.readAllBytes(file);
    int frame = (bytes.length - 512) / 10;
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, 512, swapped, 512 + frame, frame);
    System.arraycopy(bytes, 512 + frame, swapped, 512, frame);
    Files.write(file, swapped);

    assertThatThrownBy(() -> new DivergedDirectory(directory).read(suffix))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("entry 2 stands where 1 belongs");
  }

  private static DivergedSuffix advance(DivergedSuffix suffix, long done) {
    return new DivergedSuffix(suffix.name(), done + 1, suffix.upTo(), suffix.aside());
  }

  private DivergedSuffix keep(int entries, long after, long upTo) throws IOException {
    try (SegmentedLog log = filled(entries)) {
      DivergedSuffix kept =
          new DivergedDirectory(directory).keep(log, after, upTo, 1).orElseThrow();
      assertThat(kept)
          .isEqualTo(
              new DivergedSuffix(kept.name(), after + 1, upTo, Collections.emptySortedSet()));
      return kept;
    }
  }

  private SegmentedLog filled(int entries) throws IOException {
    SegmentedLog log = SegmentedLog.open(directory.resolve("log"), 1 << 20, entry -> {});
    List<LogEntry> added = new ArrayList<>();
    LogPosition last = LogPosition.START;
    for (int i = 0; i < entries; i++) {
      ByteString payload = ByteString.copyFromUtf8("command " + i);
      LogEntry entry = LogEntry.after(last, EPOCH, LogEntry.Type.COMMAND, payload);
      added.add(entry);
      last = entry.position();
    }
    log.append(added);
    log.sync();
    return log;
  }
}
