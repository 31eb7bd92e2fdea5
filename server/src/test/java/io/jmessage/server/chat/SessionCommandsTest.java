package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChangePasswordCommand;
import io.jmessage.server.chat.command.EndSessionsCommand;
import io.jmessage.server.chat.command.LoginCommand;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.OpenSession;
import io.jmessage.server.chat.model.RequestId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of sessions when they are ended from another device, or the password changes. */
class SessionCommandsTest {
  private static final RequestId ID = new RequestId(Machine.bytes("0123456789abcdef"), 1);

  @TempDir Path directory;
  private Machine machine;

  @BeforeEach
  void open() throws Exception {
    machine = new Machine(Files.createDirectory(directory.resolve("master")));
    machine.join("ann", "bob");
    machine.login("ann", "ann2");
    machine.login("ann", "ann3");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void sessions_sayWhatTheyCameFrom() {
    long ann = machine.account("ann");
    machine.apply(new LoginCommand(ann, "hash of ann", Machine.bytes("w"), "window"));

    List<OpenSession> sessions = machine.state().read(reader -> reader.sessionsOf(ann));

    assertThat(sessions).extracting(OpenSession::client).containsExactly("", "", "", "window");
    assertThat(sessions).extracting(OpenSession::openedMicros).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void endSessions_endsOneOfTheSameAccountOnly() {
    assertThat(end("ann", "ann2")).isEqualTo(ErrorCode.OK);
    assertThat(end("ann", "bob")).isEqualTo(ErrorCode.OK); // and does nothing
    assertThat(end("ann", "gone")).isEqualTo(ErrorCode.OK);

    assertThat(canSend("ann2")).isFalse();
    assertThat(canSend("ann3")).isTrue();
    assertThat(canSend("bob")).isTrue();
    assertThat(machine.events)
        .contains(new ChatEvent.SessionEnded(machine.account("ann"), Machine.bytes("ann2")));
  }

  @Test
  void endSessions_withoutAKeyEndsAllOthers() {
    assertThat(end("ann", "")).isEqualTo(ErrorCode.OK);

    assertThat(canSend("ann")).isTrue();
    assertThat(canSend("ann2")).isFalse();
    assertThat(canSend("ann3")).isFalse();
    assertThat(canSend("bob")).isTrue();
    assertThat(end("ann2", "")).isEqualTo(ErrorCode.NOT_LOGGED_IN);
  }

  @Test
  void changePassword_endsAllOtherSessions() {
    assertThat(change("hash of ann", "new hash")).isEqualTo(ErrorCode.OK);

    assertThat(canSend("ann")).isTrue();
    assertThat(canSend("ann2")).isFalse();
    assertThat(canSend("ann3")).isFalse();
    assertThat(canSend("bob")).isTrue();
    assertThat(machine.login("ann", "again").code()).isEqualTo(ErrorCode.WRONG_PASSWORD);
    long ann = machine.account("ann");
    assertThat(machine.apply(new LoginCommand(ann, "new hash", Machine.bytes("x"))).code())
        .isEqualTo(ErrorCode.OK);
  }

  @Test
  void changePassword_isRefused_whenItWasChangedMeanwhile() {
    change("hash of ann", "new hash");

    assertThat(change("hash of ann", "another")).isEqualTo(ErrorCode.WRONG_PASSWORD);
  }

  @Test
  void repeatedChange_isAnsweredAsTheFirst() {
    ChangePasswordCommand change =
        new ChangePasswordCommand(Machine.bytes("ann"), "hash of ann", "new hash");
    ChangePasswordCommand again =
        new ChangePasswordCommand(Machine.bytes("ann"), "hash of ann", "with another salt");

    assertThat(machine.apply(Optional.of(ID), change).code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.apply(Optional.of(ID), again).code()).isEqualTo(ErrorCode.OK);

    assertThat(machine.state().read(reader -> reader.credentials("ann")).orElseThrow())
        .extracting("passwordHash")
        .isEqualTo("new hash");
  }

  @Test
  void sameCommands_giveEqualDigestsOnAnotherServer() throws Exception {
    end("ann", "ann2");
    change("hash of ann", "new hash");
    end("ann", "");
    machine.reopen();

    try (Machine slave = new Machine(Files.createDirectory(directory.resolve("slave")))) {
      slave.replay(machine.log);

      assertThat(slave.state().digest()).isEqualTo(machine.state().digest());
    }
  }

  private ErrorCode end(String session, String ended) {
    ByteString key = Machine.bytes(ended);
    return machine.apply(new EndSessionsCommand(Machine.bytes(session), key)).code();
  }

  private ErrorCode change(String old, String wanted) {
    return machine.apply(new ChangePasswordCommand(Machine.bytes("ann"), old, wanted)).code();
  }

  private boolean canSend(String session) {
    return machine.send(session, "bob", "x").code() == ErrorCode.OK;
  }
}
