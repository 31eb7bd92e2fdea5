package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChatCommand;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.OrderedCommand;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.StateMachine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I6, I8, I9: equal positions mean equal state, however a server came to it. */
class ReplicationOfStateTest {
  @TempDir Path directory;
  private Machine master;

  @BeforeEach
  void open() throws Exception {
    master = new Machine(Files.createDirectory(directory.resolve("master")));
  }

  @AfterEach
  void close() {
    master.close();
  }

  @Test
  void sameCommandsInOtherBatches_giveEqualResultsAndDigests() throws Exception {
    List<ByteString> results = talk(40);

    try (Machine slave = slave()) {
      List<ByteString> first = slave.replay(master.log.subList(0, 7));
      List<ByteString> rest = slave.replay(master.log.subList(7, master.log.size()));

      assertThat(Stream.concat(first.stream(), rest.stream())).isEqualTo(results);
      assertThat(slave.state().digest()).isEqualTo(master.state().digest());
    }
  }

  @Test
  void reopened_goesOnWhereItWas() throws Exception {
    talk(20);
    String digest = master.state().digest();
    LogPosition applied = master.state().applied();

    master.reopen();

    assertThat(master.state().applied()).isEqualTo(applied);
    assertThat(master.state().digest()).isEqualTo(digest);
  }

  @Test
  void replayOfAppliedEntries_changesNothing() throws Exception {
    talk(20);
    String digest = master.state().digest();
    List<LogCommand> again = List.copyOf(master.log);
    master.reopen();

    List<ByteString> results = master.replay(again);

    assertThat(results).hasSize(again.size());
    assertThat(master.state().digest()).isEqualTo(digest);
  }

  @Test
  void emptyBatch_movesThePositionOnly() {
    talk(5);
    String digest = master.state().digest();

    List<ByteString> results = master.state().apply(List.of(), Machine.position(999));

    assertThat(results).isEmpty();
    assertThat(master.state().applied()).isEqualTo(Machine.position(999));
    assertThat(master.state().digest()).isEqualTo(digest);
  }

  @Test
  void newState_startsAtTheBeginning() {
    assertThat(master.state().applied()).isEqualTo(LogPosition.START);
  }

  @Test
  void digest_changesWithEachMessage() {
    master.join("ann");
    master.send("ann", "ann", "a");
    String before = master.state().digest();

    master.send("ann", "ann", "b");

    assertThat(master.state().digest()).isNotEqualTo(before);
  }

  @Test
  void installedSnapshot_isTheSameState() throws Exception {
    talk(1_200);
    byte[] snapshot = SnapshotRows.of(master.state()).bytes();

    try (Machine slave = slave()) {
      slave.join("somebody else");
      slave.state().installSnapshot(master.state().applied(), in(snapshot));

      assertThat(slave.state().applied()).isEqualTo(master.state().applied());
      assertThat(slave.state().digest()).isEqualTo(master.state().digest());
      slave.reopen();
      assertThat(slave.state().applied()).isEqualTo(master.state().applied());
      assertThat(slave.history("ann", "bob")).isEqualTo(master.history("ann", "bob"));
    }
  }

  @Test
  void installedSnapshot_canBeBuiltUpon() throws Exception {
    talk(20);
    byte[] snapshot = SnapshotRows.of(master.state()).bytes();
    int sent = master.log.size();
    talkOn(20);

    try (Machine slave = slave()) {
      slave.state().installSnapshot(Machine.position(sent), in(snapshot));
      slave.replay(master.log.subList(sent, master.log.size()));

      assertThat(slave.state().digest()).isEqualTo(master.state().digest());
    }
  }

  @Test
  void digestOfASnapshot_isThatOfItsPosition_whateverCameAfter() throws Exception {
    talk(20);
    String digest = master.state().digest();

    try (StateMachine.Snapshot snapshot = master.state().openSnapshot()) {
      talkOn(20);

      assertThat(snapshot.digest()).isEqualTo(digest).isNotEqualTo(master.state().digest());
    }
  }

  @Test
  void snapshot_isOfItsPosition_whileCommandsGoOn() throws Exception {
    talk(600);
    CountDownLatch opened = new CountDownLatch(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogPosition[] position = new LogPosition[1];
    Thread reader =
        new Thread(
            () -> {
              try (StateMachine.Snapshot snapshot = master.state().openSnapshot()) {
                position[0] = snapshot.position();
                opened.countDown();
                snapshot.writeTo(out);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    reader.start();
    opened.await();
    talkOn(400);
    reader.join();

    try (Machine slave = slave()) {
      int taken = (int) position[0].index();
      slave.state().installSnapshot(position[0], in(out.toByteArray()));
      assertThat(taken).isLessThan(master.log.size());
      slave.replay(master.log.subList(taken, master.log.size()));

      assertThat(slave.state().digest()).isEqualTo(master.state().digest());
    }
  }

  @Test
  void truncatedSnapshot_leavesTheOldState() throws Exception {
    talk(50);
    byte[] snapshot = SnapshotRows.of(master.state()).bytes();

    try (Machine slave = slave()) {
      slave.join("old");
      String digest = slave.state().digest();
      LogPosition applied = slave.state().applied();

      for (int length : List.of(0, 10, snapshot.length / 2, snapshot.length - 1)) {
        byte[] part = Arrays.copyOf(snapshot, length);
        assertThatThrownBy(() -> slave.state().installSnapshot(Machine.position(9), in(part)))
            .isInstanceOf(IOException.class);
      }

      assertThat(slave.state().applied()).isEqualTo(applied);
      assertThat(slave.state().digest()).isEqualTo(digest);
      slave.reopen();
      assertThat(slave.state().digest()).isEqualTo(digest);
    }
  }

  @Test
  void alteredSnapshot_isRefused() throws Exception {
    talk(50);
    byte[] snapshot = SnapshotRows.of(master.state()).bytes();

    try (Machine slave = slave()) {
      for (int at = 0; at < snapshot.length; at += Math.max(1, snapshot.length / 40)) {
        byte[] altered = snapshot.clone();
        altered[at] ^= 0x10;
        assertThatThrownBy(() -> slave.state().installSnapshot(Machine.position(9), in(altered)))
            .as("byte %d", at)
            .isInstanceOf(IOException.class);
      }
      assertThat(slave.state().applied()).isEqualTo(LogPosition.START);
    }
  }

  @Test
  void crashWhileInstalling_leavesTheOldState() throws Exception {
    Path home = Files.createDirectory(directory.resolve("crashed"));
    try (Machine slave = new Machine(home)) {
      slave.join("old");
    }
    Files.writeString(home.resolve("chat-building.mv.db"), "half a database");

    try (Machine slave = new Machine(home)) {
      assertThat(slave.state().applied().index()).isEqualTo(2);
      assertThat(home.resolve("chat-building.mv.db")).doesNotExist();
    }
  }

  @Test
  void damagedDatabase_isMovedAsideAndStartsEmpty() throws Exception {
    Path home = Files.createDirectory(directory.resolve("damaged"));
    for (int round = 0; round < 2; round++) {
      try (Machine slave = new Machine(home)) {
        assertThat(slave.state().applied()).isEqualTo(LogPosition.START);
        slave.join("ann");
      }
      byte[] garbage = new byte[20_000];
      Arrays.fill(garbage, (byte) 'x');
      Files.write(home.resolve("chat.mv.db"), garbage);
    }

    try (Machine slave = new Machine(home);
        Stream<Path> files = Files.list(home)) {
      assertThat(slave.state().applied()).isEqualTo(LogPosition.START);
      assertThat(slave.create("ann").code()).isEqualTo(ErrorCode.OK);
      assertThat(files.filter(f -> f.getFileName().toString().startsWith("chat.damaged-")))
          .hasSize(1);
    }
  }

  @Test
  void contradictingDatabase_isMovedAside() throws Exception {
    Path home = Files.createDirectory(directory.resolve("contradicting"));
    try (Machine slave = new Machine(home)) {
      slave.join("ann");
      slave.send("ann", "ann", "x");
    }
    try (Connection sql =
            DriverManager.getConnection(
                "jdbc:h2:file:" + home.resolve("chat").toAbsolutePath(), "sa", "");
        Statement statement = sql.createStatement()) {
      statement.execute("UPDATE meta SET next_message = 1");
    }

    try (Machine slave = new Machine(home)) {
      assertThat(slave.state().applied()).isEqualTo(LogPosition.START);
    }
  }

  @Test
  void databaseWhoseCreationWasCutShort_isCreatedAgain() throws Exception {
    Path home = Files.createDirectory(directory.resolve("half"));
    try (Connection sql =
            DriverManager.getConnection(
                "jdbc:h2:file:" + home.resolve("chat").toAbsolutePath(), "sa", "");
        Statement statement = sql.createStatement()) {
      statement.execute("CREATE TABLE messages (id BIGINT PRIMARY KEY)");
    }

    try (Machine slave = new Machine(home)) {
      slave.join("ann");
      assertThat(slave.send("ann", "ann", "x").code()).isEqualTo(ErrorCode.OK);
    }
  }

  @Test
  void databaseOfAnotherProcess_isLeftAlone() throws Exception {
    Path home = Files.createDirectory(directory.resolve("shared"));
    try (Machine first = new Machine(home)) {
      first.join("ann");
    }

    try (FileChannel channel =
            FileChannel.open(home.resolve("chat.mv.db"), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> ChatStateMachine.open(home))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }

    try (Machine again = new Machine(home)) {
      assertThat(again.state().applied().index()).isEqualTo(2);
    }
  }

  @Test
  void unsaved_isReadByNobody_andKeptByACleanStop() throws Exception {
    talk(5);
    String digest = master.state().digest();
    LogPosition saved = master.state().applied();
    LogCommand next = new LogCommand(Machine.position(99), master.log.get(0).payload());

    List<ByteString> results = master.state().apply(List.of(next), Machine.position(99));

    assertThat(results).hasSize(1);
    assertThat(master.state().applied()).isEqualTo(Machine.position(99));
    assertThat(master.state().digest()).isEqualTo(digest);
    try (StateMachine.Snapshot snapshot = master.state().openSnapshot()) {
      assertThat(snapshot.position()).isEqualTo(saved);
    }
    master.reopen();
    assertThat(master.state().applied()).isEqualTo(Machine.position(99));
  }

  @Test
  void failedApply_leavesWhatWasAppliedBefore_savedOrNot() {
    talk(5);
    ChatCommand create = new CreateAccountCommand("zoe", "hash", true);
    ByteString payload = CommandCodec.encode(new OrderedCommand(Optional.empty(), 1, create));
    LogCommand good = new LogCommand(Machine.position(98), payload);
    List<LogCommand> withNull = Arrays.asList(master.log.get(0), null);
    assertThat(master.state().apply(List.of(good), Machine.position(98))).hasSize(1);

    assertThatThrownBy(() -> master.state().apply(withNull, Machine.position(99)))
        .isInstanceOf(IllegalStateException.class);
    master.state().save();

    assertThat(master.state().applied()).isEqualTo(Machine.position(98));
    assertThat(master.state().<Boolean>read(reader -> reader.living("zoe").isPresent())).isTrue();
  }

  @Test
  void failedApply_leavesTheStateOfBefore() {
    talk(5);
    String digest = master.state().digest();
    LogPosition applied = master.state().applied();
    List<LogCommand> withNull = Arrays.asList(master.log.get(0), null);

    assertThatThrownBy(() -> master.state().apply(withNull, Machine.position(99)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(master.state().applied()).isEqualTo(applied);
    assertThat(master.state().digest()).isEqualTo(digest);
  }

  /** Two accounts, some of everything, and this many messages; returns all results. */
  private List<ByteString> talk(int messages) {
    master.join("ann", "bob", "eve");
    talkOn(messages);
    master.mark("bob", "ann", messages / 2, messages / 3);
    master.logout("eve");
    try (Machine replayed =
        new Machine(Files.createDirectory(directory.resolve("results-" + messages)))) {
      return replayed.replay(master.log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void talkOn(int messages) {
    for (int i = 0; i < messages; i++) {
      String from = i % 3 == 0 ? "bob" : "ann";
      String to = i % 3 == 0 ? "ann" : "bob";
      long id = master.send(from, to, "line " + i + " \uD83D\uDE80", "").messageId();
      if (i % 10 == 0) {
        master.received(to, id);
      }
    }
  }

  private Machine slave() throws IOException {
    return new Machine(Files.createTempDirectory(directory, "slave"));
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
