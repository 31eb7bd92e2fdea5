package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFileTest {

  private static final String CLUSTER = "11111111-2222-3333-4444-555555555555";

  @TempDir private Path directory;

  @Test
  void givesAnEmptyDirectoryANewIdentity() throws IOException {
    Identity identity = IdentityFile.openOrCreate(directory, "1");

    assertThat(identity.serverId()).isEqualTo("1");
    assertThat(UUID.fromString(identity.dataUuid())).isNotNull();
    assertThat(identity.hasCluster()).isFalse();
    Path other = Files.createDirectory(directory.resolve("other"));
    assertThat(IdentityFile.openOrCreate(other, "1").dataUuid()).isNotEqualTo(identity.dataUuid());
  }

  @Test
  void keepsTheIdentity_afterReopening() throws IOException {
    Identity created = IdentityFile.openOrCreate(directory, "1");
    assertThat(IdentityFile.openOrCreate(directory, "1")).isEqualTo(created);

    Identity joined = IdentityFile.withCluster(directory, created, CLUSTER);
    assertThat(joined).isEqualTo(new Identity("1", created.dataUuid(), CLUSTER));
    assertThat(IdentityFile.openOrCreate(directory, "1")).isEqualTo(joined);
    assertThat(IdentityFile.withCluster(directory, joined, CLUSTER)).isEqualTo(joined);
  }

  @Test
  void canBeReadByPeople() throws IOException {
    Identity created = IdentityFile.openOrCreate(directory, "s-1");

    assertThat(Files.readString(directory.resolve("identity")))
        .startsWith("# Whose data this directory holds.")
        .contains("format=1\nserver=s-1\ndata=" + created.dataUuid() + "\ncluster=\ncheck=");
  }

  @Test
  void refusesTheDirectoryOfAnotherServer() throws IOException {
    IdentityFile.openOrCreate(directory, "1");

    assertThatThrownBy(() -> IdentityFile.openOrCreate(directory, "2"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "data directory %s belongs to server 1, this is server 2. Start server 1 there, or give"
                    .formatted(directory)
                + " this one a directory of its own with --data-directory.");
  }

  @Test
  void refusesAnotherCluster() throws IOException {
    Identity joined =
        IdentityFile.withCluster(directory, IdentityFile.openOrCreate(directory, "1"), CLUSTER);

    assertThatThrownBy(
            () -> IdentityFile.withCluster(directory, joined, UUID.randomUUID().toString()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cluster: the data is of " + CLUSTER);
    assertThat(IdentityFile.openOrCreate(directory, "1")).isEqualTo(joined);
  }

  @Test
  void saysDamaged_whenAnyByteIsChangedOrMissing() throws IOException {
    IdentityFile.openOrCreate(directory, "1");
    Path file = directory.resolve("identity");
    byte[] whole = Files.readAllBytes(file);

    for (int i = 0; i < whole.length; i++) {
      Directories.flipBit(file, 8L * i);
      assertThatThrownBy(() -> IdentityFile.openOrCreate(directory, "1"))
          .as("byte %d", i)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("its checksum does not fit");
      Files.write(file, Arrays.copyOf(whole, i));
      assertThatThrownBy(() -> IdentityFile.openOrCreate(directory, "1"))
          .as("cut %d", i)
          .isInstanceOf(DamagedFileException.class);
      Files.write(file, whole);
    }
  }
}
