package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChatCommand;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.LoginCommand;
import io.jmessage.server.chat.command.LogoutCommand;
import io.jmessage.server.chat.command.MarkCommand;
import io.jmessage.server.chat.command.MarkReceivedCommand;
import io.jmessage.server.chat.command.OrderedCommand;
import io.jmessage.server.chat.command.SendCommand;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.replication.InvalidCommandException;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody's bad entry takes the others with it: on a real database, below the API's own checks. */
class BadCommandTest {

  private static final ByteString HASH = Machine.bytes("ann");

  /** What the tables of these machines refuse, as a rule of the database. */
  private static final String BAD = "bad";

  private static final ChatCommand BAD_ACCOUNT = new CreateAccountCommand(BAD, "hash");

  @TempDir Path directory;

  @Test
  void hasNoEffect_andTheOthersOfItsBatchHave() throws Exception {
    try (Machine master = machine("master")) {
      master.join("ann", "bob");
      assertThat(master.send("ann", "bob", "first").code()).isEqualTo(ErrorCode.OK);
      assertThat(master.apply(BAD_ACCOUNT).code()).isEqualTo(ErrorCode.INVALID_ARGUMENTS);
      assertThat(master.send("ann", "bob", "second").code()).isEqualTo(ErrorCode.OK);

      assertThat(master.history("ann", "bob")).containsExactly("1 ann: first", "2 ann: second");
      assertThat(master.events).hasSize(4);
      LogPosition applied = master.state().applied();
      master.reopen();
      assertThat(master.state().applied()).isEqualTo(applied);
    }
  }

  @Test
  void hasTheSameResultEverywhere_whateverTheBatches() throws Exception {
    List<LogCommand> log;
    String digest;
    try (Machine master = machine("one by one")) {
      master.join("ann", "bob");
      for (int i = 0; i < 20; i++) {
        if (i % 7 == 3) {
          master.apply(BAD_ACCOUNT);
        } else {
          master.send("ann", "bob", "line " + i);
        }
      }
      master.apply(BAD_ACCOUNT);
      master.join("eve");
      log = List.copyOf(master.log);
      digest = master.state().digest();
    }

    for (int size : new int[] {2, 5, log.size()}) {
      try (Machine slave = machine("batches of " + size)) {
        List<ByteString> results = new ArrayList<>();
        for (int from = 0; from < log.size(); from += size) {
          List<LogCommand> batch = log.subList(from, Math.min(log.size(), from + size));
          results.addAll(slave.state().apply(batch, batch.get(batch.size() - 1).position()));
          if (from % 3 == 0) {
            slave.state().save();
          }
        }
        slave.state().save();
        assertThat(results.stream().map(CommandCodec::decodeOutcome))
            .extracting(outcome -> outcome.code())
            .filteredOn(code -> code == ErrorCode.INVALID_ARGUMENTS)
            .hasSize(4);
        assertThat(slave.state().digest()).isEqualTo(digest);
        assertThat(slave.state().applied()).isEqualTo(log.get(log.size() - 1).position());
      }
    }
  }

  /** What is not the command's fault is not passed over. */
  @Test
  void namesTheEntry_whenTheStateItselfFails() throws Exception {
    Machine broken = machine("broken");
    broken.join("ann");
    broken.state().close();
    LogCommand command =
        new LogCommand(Machine.position(7), encode(new LogoutCommand(HASH), Optional.empty()));

    assertThatThrownBy(() -> broken.state().apply(List.of(command), Machine.position(7)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("entry 7 of epoch 3@localhost:9001 cannot be applied");
  }

  @Test
  void isRefusedBeforeItIsOrdered_whenAFieldDoesNotFit() throws Exception {
    ByteString wideId = ByteString.copyFrom(new byte[65]);
    String longName = "n".repeat(65);
    try (Machine machine = machine("checks")) {
      for (ChatCommand bad :
          List.of(
              new SendCommand(HASH, "bob", "x".repeat(64 * 1024 + 1), ByteString.EMPTY),
              new SendCommand(HASH, longName, "x", ByteString.EMPTY),
              new SendCommand(HASH, "bob", "x", wideId),
              new SendCommand(ByteString.EMPTY, "bob", "x", ByteString.EMPTY),
              new CreateAccountCommand(longName, "hash"),
              new CreateAccountCommand("ann", ""),
              new CreateAccountCommand("ann", "h".repeat(1025)),
              new LoginCommand(1, "hash", wideId),
              new LogoutCommand(wideId),
              new MarkCommand(HASH, longName, 1, 1),
              new MarkReceivedCommand(HASH, Collections.nCopies(10_001, 1L)))) {
        assertThatThrownBy(() -> machine.state().check(encode(bad, Optional.empty())))
            .as(bad.toString())
            .isInstanceOf(InvalidCommandException.class);
      }
      ChatCommand good = new SendCommand(HASH, "bob", "x", ByteString.EMPTY);
      assertThatThrownBy(
              () -> machine.state().check(encode(good, Optional.of(new RequestId(wideId, 1)))))
          .hasMessage("client id: at most 64, got 65");
      assertThatThrownBy(() -> machine.state().check(ByteString.copyFromUtf8("no command")))
          .hasMessage("no command that this version knows");
      assertThatCode(() -> machine.state().check(encode(good, Optional.empty())))
          .doesNotThrowAnyException();
    }
  }

  private static ByteString encode(ChatCommand command, Optional<RequestId> id) {
    return CommandCodec.encode(new OrderedCommand(id, 1, command));
  }

  private Machine machine(String name) throws Exception {
    Path home = Files.createDirectory(directory.resolve(name));
    new Machine(home).close();
    try (Connection sql =
            DriverManager.getConnection(
                "jdbc:h2:file:" + home.resolve("chat").toAbsolutePath(), "sa", "");
        Statement statement = sql.createStatement()) {
      statement.execute("ALTER TABLE accounts ADD CHECK (name <> '" + BAD + "')");
    }
    return new Machine(home);
  }
}
