package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteFileTest {

  private static final Epoch FIRST = epoch(1, 2626);
  private static final Epoch SECOND = epoch(2, 2626);
  private static final Epoch THIRD = epoch(3, 2626);

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("vote");
  }

  @Test
  void promisesNothing_whenNew() throws IOException {
    assertThat(promised()).isEqualTo(Epoch.NONE);
    assertThat(promised()).isEqualTo(Epoch.NONE);
  }

  @Test
  void keepsThePromise_afterReopening() throws IOException {
    for (Epoch epoch : new Epoch[] {FIRST, SECOND, THIRD, epoch(3, 2525)}) {
      persist(epoch);
      assertThat(promised()).isEqualTo(epoch);
    }
  }

  @Test
  void i1_refusesToGoBack() throws IOException {
    try (VoteFile vote = VoteFile.open(file)) {
      vote.persist(SECOND);

      // Of equal numbers the smaller address outranks.
      for (Epoch older : new Epoch[] {Epoch.NONE, FIRST, epoch(2, 2727)}) {
        assertThatThrownBy(() -> vote.persist(older))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("I1: epoch 2@localhost:2626 is promised, cannot go back to");
      }
      assertThat(vote.promised()).isEqualTo(SECOND);
    }
    assertThat(promised()).isEqualTo(SECOND);
  }

  @Test
  void leavesTheFileAlone_whenTheEpochIsPromisedAlready() throws IOException {
    persist(SECOND);
    byte[] before = Files.readAllBytes(file);

    persist(SECOND);

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void i1_keepsTheOlderPromise_whenTheNewerOneWasTornAtAnyByte() throws IOException {
    persist(FIRST);
    persist(SECOND);
    byte[] before = Files.readAllBytes(file);
    persist(THIRD);
    byte[] after = Files.readAllBytes(file);
    int firstChange = Arrays.mismatch(before, after);

    for (int cut = firstChange; cut <= firstChange + 512; cut++) {
      byte[] torn = before.clone();
      int end = Math.min(cut, torn.length);
      System.arraycopy(after, 0, torn, 0, end);
      Files.write(file, torn);
      int slot = firstChange / 4096 * 4096;
      boolean whole = Arrays.equals(torn, slot, slot + 512, after, slot, slot + 512);
      assertThat(promised()).as("cut %d", cut).isEqualTo(whole ? THIRD : SECOND);
      persist(THIRD);
      assertThat(promised()).as("cut %d", cut).isEqualTo(THIRD);
    }
  }

  /** Else a server could promise again what it has forgotten. */
  @Test
  void i1_keepsThePromise_whenOneSlotIsDamaged() throws IOException {
    for (int slot : new int[] {0, 4096}) {
      Files.deleteIfExists(file);
      persist(FIRST);
      persist(SECOND);
      Directories.flipBit(file, 8L * (slot + 20));
      assertThat(promised()).as("slot at %d", slot).isEqualTo(SECOND);

      Directories.flipBit(file, 8L * (4096 - slot + 20));
      assertThat(promised()).as("both, one after the other").isEqualTo(SECOND);
    }
  }

  @Test
  void saysDamaged_whenBothSlotsAreBad() throws IOException {
    persist(FIRST);
    persist(SECOND);
    Directories.flipBit(file, 8 * 20);
    Directories.flipBit(file, 8 * (4096 + 20));
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(this::promised)
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(file + " is damaged: neither copy of the promised epoch can be read")
        .hasMessageContaining("start this server as a slave");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /** Creation gives the file its name when it is whole, so no crash leaves an empty one. */
  @Test
  void saysDamaged_whenTheFileIsEmpty() throws IOException {
    Files.createFile(file);

    assertThatThrownBy(this::promised).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void refusesEverything_onceTheDiskHasFailed() throws IOException {
    try (VoteFile vote = VoteFile.open(file)) {
      vote.persist(FIRST);
      Thread.currentThread().interrupt(); // Closes the channel under it: a failing disk.
      assertThatThrownBy(() -> vote.persist(SECOND)).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();

      assertThatThrownBy(() -> vote.persist(SECOND))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the vote file failed before");
      assertThat(vote.promised()).isEqualTo(FIRST);
    }
  }

  private Epoch promised() throws IOException {
    try (VoteFile vote = VoteFile.open(file)) {
      return vote.promised();
    }
  }

  private void persist(Epoch epoch) throws IOException {
    try (VoteFile vote = VoteFile.open(file)) {
      vote.persist(epoch);
    }
  }

  private static Epoch epoch(long number, int port) {
    return new Epoch(number, new Address("localhost", port));
  }
}
