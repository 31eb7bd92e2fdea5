package io.jmessage.server.replication.failstop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.fuzz.ByteMutator;
import io.jmessage.server.fuzz.FuzzSeeds;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.DivergedSuffix;
import io.jmessage.server.replication.failstop.core.DurableState;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import io.jmessage.server.replication.failstop.log.DivergedDirectory;
import io.jmessage.server.replication.support.ListStateMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One file of a data directory is damaged in some way. Then the server starts with what was there,
 * or with a torn end that nothing says was synced; or it is DEGRADED, or does not start, with one
 * line and with every file as it was.
 */
class DamagedDirectoryFuzzTest {
  private static final Epoch EPOCH = new Epoch(7, new Address("localhost", 2626));
  private static final String CLUSTER = "11111111-2222-3333-4444-555555555555";
  private static final long LOG_KEEP = 16 << 10; // Segments of 4 KiB.
  private static final int SNAPSHOT_AT = 120;
  private static final int CUT_AT = 330;
  private static final int HEADER_BYTES = 512;
  private static final int MARK_BYTES = 16;

  @TempDir Path temporary;
  private Path original;
  private String dataUuid = "";
  private DivergedSuffix suffix = new DivergedSuffix("", 0, 0, new java.util.TreeSet<>());
  private final List<LogEntry> entries = new ArrayList<>();
  private final List<LogEntry> cut = new ArrayList<>();

  @BeforeEach
  void makeADirectory() throws IOException {
    original = temporary.resolve("original");
    try (Opened opened = new Opened(original)) {
      opened.storage.adoptCluster(CLUSTER);
      dataUuid = opened.storage.dataUuid();
      for (int number = 1; number <= EPOCH.number(); number++) {
        opened.storage.vote().persist(new Epoch(number, EPOCH.master()));
      }
      LogPosition last = LogPosition.START;
      for (int i = 1; i <= CUT_AT + 20; i++) {
        ByteString payload = ByteString.copyFromUtf8("command " + "x".repeat(i % 40));
        LogEntry entry = LogEntry.after(last, EPOCH, LogEntry.Type.COMMAND, payload);
        (i <= CUT_AT ? entries : cut).add(entry);
        last = entry.position();
        opened.storage.log().append(List.of(entry));
        if (i % 3 == 0 || i > CUT_AT) {
          opened.storage.log().sync();
        }
      }
      suffix = opened.storage.truncateAfter(CUT_AT, CUT_AT + 20).orElseThrow();
      ListStateMachine state = new ListStateMachine();
      List<LogEntry> first = entries.subList(0, SNAPSHOT_AT);
      LogPosition at = first.get(SNAPSHOT_AT - 1).position();
      state.apply(first.stream().map(e -> new LogCommand(e.position(), e.payload())).toList(), at);
      state.save();
      opened.storage.write(state.openSnapshot(), ConfigAt.NONE, () -> {});
      opened.storage.trim(at, SNAPSHOT_AT);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void isFoundOrHarmless_whateverTheDamage(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Path> files = new ArrayList<>(tree(original).keySet().stream().toList());
    for (int round = 0; round < FuzzSeeds.rounds(120); round++) {
      Path directory = temporary.resolve("case-" + seed + "-" + round);
      copy(original, directory);
      Path file = files.get(random.nextInt(files.size()));
      String how = damage(directory.resolve(file), random);
      Map<Path, ByteString> before = tree(directory);

      String what = "round %d, %s: %s".formatted(round, file, how);
      try (Opened opened = new Opened(directory)) {
        ListStateMachine state = new ListStateMachine();
        DurableState found = opened.storage.recover(state);
        if (found.damage().isPresent()) {
          assertThat(found.damage().get()).as(what).isNotBlank().hasLineCount(1);
          assertThat(tree(directory)).as(what).isEqualTo(before);
        } else {
          holdsWhatWasSynced(opened.storage, state, directory, what);
        }
        assertThat(opened.storage.vote().promised()).as(what).isEqualTo(EPOCH);
        assertThat(opened.storage.dataUuid()).as(what).isEqualTo(dataUuid);
        assertThat(opened.storage.clusterId()).as(what).contains(CLUSTER);
        keptSuffixIsRight(opened.storage.diverged(), file, what);
      } catch (IOException e) {
        assertThat(e.getMessage()).as(what).isNotBlank().hasLineCount(1);
        assertThat(tree(directory)).as(what).isEqualTo(before);
      }
    }
  }

  /** A crash in a repair left the file that says so, and something has changed that. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void losesNothing_whenTheMarkOfARepairIsDamaged(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] mark = "2026-11-28T11-00-00.000Z\n%s\n".formatted(CLUSTER).getBytes(UTF_8);
    for (int round = 0; round < FuzzSeeds.rounds(30); round++) {
      Path directory = temporary.resolve("repair-" + seed + "-" + round);
      copy(original, directory);
      byte[] damaged = new ByteMutator(random).mutate(mark);
      Files.write(directory.resolve("repair"), damaged);

      String what = "round " + round + ": " + Arrays.toString(damaged);
      try (Opened opened = new Opened(directory)) {
        assertThat(opened.storage.recover(new ListStateMachine()).damage()).as(what).isEmpty();
        assertThat(opened.storage.log().last()).as(what).isEqualTo(LogPosition.START);
        assertThat(opened.storage.dataUuid()).as(what).isNotEqualTo(dataUuid);
      } catch (IOException e) {
        assertThat(e.getMessage()).as(what).isNotBlank().hasLineCount(1);
      }
      assertThat(tree(directory).values()).as(what).containsAll(logOf(tree(original)));
    }
  }

  private static List<ByteString> logOf(Map<Path, ByteString> tree) {
    return tree.entrySet().stream()
        .filter(file -> file.getKey().startsWith("log") || file.getKey().startsWith("snapshot"))
        .map(Map.Entry::getValue)
        .toList();
  }

  // ---- What must hold.

  private void holdsWhatWasSynced(
      Storage storage, ListStateMachine state, Path directory, String what) throws IOException {
    long base = storage.log().base().index();
    long last = storage.log().last().index();
    assertThat(base).as(what).isBetween(0L, (long) SNAPSHOT_AT);
    long next = base + 1;
    while (next <= last) {
      for (LogEntry entry : storage.log().read(next, last, 1 << 20)) {
        assertThat(entry.frame()).as(what).isEqualTo(entries.get((int) entry.index() - 1).frame());
        next++;
      }
    }
    if (last < CUT_AT) {
      assertThat(somethingSaysItWasSynced(directory, last)).as(what).isFalse();
    }
    assertThat(state.commands())
        .as(what)
        .isEqualTo(entries.subList(0, SNAPSHOT_AT).stream().map(LogEntry::payload).toList());
  }

  /**
   * Whether a mark stands, where it stood, behind the first entry that is missing; after the open
   * that may have cut it, so of the damaged copy.
   */
  private boolean somethingSaysItWasSynced(Path directory, long last) throws IOException {
    Path newest = newestSegment(original);
    ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(newest));
    ByteBuffer damaged = ByteBuffer.wrap(damagedFiles.getOrDefault(directory, new byte[0]));
    int at = HEADER_BYTES;
    boolean behind = false;
    while (at + 8 <= whole.limit() && whole.getInt(at) != 0) {
      boolean isMark = whole.getInt(at) == -1;
      if (!isMark) {
        behind |= whole.getLong(at + 8) == last + 1;
      } else if (behind
          && at + MARK_BYTES <= damaged.limit()
          && whole.slice(at, MARK_BYTES).equals(damaged.slice(at, MARK_BYTES))) {
        return true;
      }
      at += isMark ? MARK_BYTES : 8 + whole.getInt(at);
    }
    return !behind;
  }

  private void keptSuffixIsRight(DivergedDirectory diverged, Path damaged, String what)
      throws IOException {
    assertThat(diverged.summaries()).as(what).hasSizeLessThanOrEqualTo(1);
    List<DivergedSuffix> pending = diverged.pending();
    if (!damaged.startsWith("diverged")) {
      assertThat(pending).as(what).containsExactly(suffix);
    }
    for (DivergedSuffix each : pending) {
      assertThat(each).as(what).isEqualTo(suffix);
      try {
        assertThat(diverged.read(each))
            .as(what)
            .isEqualTo(cut.subList(0, diverged.read(each).size()));
      } catch (IOException e) {
        assertThat(e.getMessage()).as(what).isNotBlank();
      }
    }
  }

  // ---- Damage.

  private final Map<Path, byte[]> damagedFiles = new TreeMap<>();

  private String damage(Path file, SplittableRandom random) throws IOException {
    boolean mayVanish = !file.startsWith(file.resolveSibling("../diverged").normalize());
    String how;
    int kind = random.nextInt(20);
    if (kind == 0) {
      Files.delete(file);
      Files.createDirectory(file);
      how = "a directory";
    } else if (kind == 1) {
      Files.write(file, new byte[0]);
      how = "empty";
    } else if (kind == 2 && mayVanish && !isNewestSegment(file)) {
      Files.delete(file);
      how = "gone";
    } else {
      Files.write(file, new ByteMutator(random).mutate(Files.readAllBytes(file)));
      how = "mutated";
    }
    if (isNewestSegment(file) && Files.isRegularFile(file)) {
      damagedFiles.put(file.getParent().getParent(), Files.readAllBytes(file));
    }
    return how;
  }

  private boolean isNewestSegment(Path file) throws IOException {
    return file.getFileName().equals(newestSegment(original).getFileName());
  }

  private static Path newestSegment(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("log"))) {
      return files.filter(f -> f.toString().endsWith(".log")).sorted().reduce((a, b) -> b).get();
    }
  }

  // ---- Directories.

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** All files but the lock; of a directory in place of a file, that it is one. */
  private static Map<Path, ByteString> tree(Path directory) throws IOException {
    Map<Path, ByteString> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Path name = directory.relativize(file);
        if (Files.isRegularFile(file) && !name.endsWith("lock")) {
          tree.put(name, ByteString.copyFrom(Files.readAllBytes(file)));
        }
      }
    }
    return tree;
  }

  private static final class Opened implements AutoCloseable {
    private final DataDirectory directory;
    private final Storage storage;

    Opened(Path path) throws IOException {
      directory = DataDirectory.open(path);
      try {
        storage = Storage.open(directory, "s1", LOG_KEEP);
      } catch (IOException e) {
        directory.close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      storage.close();
      directory.close();
    }
  }
}
