package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.DeleteAccountCommand;
import io.jmessage.server.chat.command.LoginCommand;
import io.jmessage.server.chat.command.LogoutCommand;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.model.RequestId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I7: a request takes effect once, and is answered the same way for ever. */
class RequestIdTest {
  private static final ByteString CLIENT = Machine.bytes("0123456789abcdef");

  @TempDir Path directory;
  private Machine machine;

  @BeforeEach
  void open() throws Exception {
    machine = new Machine(directory);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void repeatedCreateAccount_isAnsweredOk() throws Exception {
    CreateAccountCommand create = new CreateAccountCommand("ann", "hash of ann", true);

    ErrorCode first = machine.apply(id(1), create).code();
    machine.reopen();
    ErrorCode repeated = machine.apply(id(1), create).code();
    ErrorCode another = machine.apply(id(2), create).code();

    assertThat(first).isEqualTo(ErrorCode.OK);
    assertThat(repeated).isEqualTo(ErrorCode.OK);
    assertThat(another).isEqualTo(ErrorCode.USERNAME_TAKEN);
  }

  @Test
  void repeatedRefusal_staysARefusal() {
    machine.create("ann");
    CreateAccountCommand create = new CreateAccountCommand("ann", "hash of ann", true);

    ErrorCode first = machine.apply(id(1), create).code();
    machine.login("ann", "s");
    machine.delete("s");
    ErrorCode repeated = machine.apply(id(1), create).code();

    assertThat(first).isEqualTo(ErrorCode.USERNAME_TAKEN);
    assertThat(repeated).isEqualTo(ErrorCode.USERNAME_TAKEN);
  }

  @Test
  void repeatedDeleteAccount_isAnsweredOk_thoughItsSessionIsGone() {
    machine.join("ann");
    DeleteAccountCommand delete = new DeleteAccountCommand(Machine.bytes("ann"));

    assertThat(machine.apply(id(1), delete).code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.apply(id(1), delete).code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.apply(id(2), delete).code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
  }

  @Test
  void repeatedLogout_isAnsweredOk() {
    machine.join("ann");
    LogoutCommand logout = new LogoutCommand(Machine.bytes("ann"));

    assertThat(machine.apply(id(1), logout).code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.apply(id(1), logout).code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.apply(id(2), logout).code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
  }

  @Test
  void repeatedLogin_doesNotReopenASessionThatWasEnded() {
    machine.create("ann");
    LoginCommand login = login("s");
    machine.apply(id(1), login);
    machine.logout("s");

    Outcome repeated = machine.apply(id(1), login);

    assertThat(repeated.code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.send("s", "ann", "x").code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
  }

  @Test
  void repeatedLogin_opensTheSessionThatTheServerChoseTheSecondTime() {
    machine.create("ann");
    machine.apply(id(1), login("chosen first, answer lost"));

    Outcome repeated = machine.apply(id(1), login("chosen second"));

    assertThat(repeated.code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.send("chosen second", "ann", "x").code()).isEqualTo(ErrorCode.OK);
  }

  @Test
  void requestId_ofAnotherKindIsRefused() {
    machine.join("ann");
    machine.apply(id(1), new CreateAccountCommand("bob", "hash of bob", true));

    Outcome outcome = machine.apply(id(1), new LogoutCommand(Machine.bytes("ann")));

    assertThat(outcome.code()).isEqualTo(ErrorCode.INVALID_ARGUMENTS);
    assertThat(machine.send("ann", "ann", "x").code()).isEqualTo(ErrorCode.OK);
  }

  @Test
  void repeatedSend_isAnsweredWithTheStoredMessage() throws Exception {
    machine.join("ann", "bob");

    Outcome first = machine.send("ann", "bob", "hello", "id-1");
    machine.send("ann", "bob", "more", "id-2");
    machine.reopen();
    Outcome repeated = machine.send("ann", "bob", "hello", "id-1");

    assertThat(repeated).isEqualTo(first);
    assertThat(machine.history("bob", "ann")).containsExactly("1 ann: hello", "2 ann: more");
  }

  @Test
  void repeatedSend_isAnsweredAlsoWhenTheReceiverIsGone() {
    machine.join("ann", "bob");
    Outcome first = machine.send("ann", "bob", "hello", "id-1");
    machine.delete("bob");

    Outcome repeated = machine.send("ann", "bob", "hello", "id-1");

    assertThat(repeated).isEqualTo(first);
  }

  @Test
  void clientMessageId_cannotNameTwoMessages() {
    machine.join("ann", "bob");
    machine.send("ann", "bob", "hello", "id-1");

    ErrorCode otherText = machine.send("ann", "bob", "other", "id-1").code();
    ErrorCode otherReceiver = machine.send("ann", "ann", "hello", "id-1").code();
    ErrorCode otherSender = machine.send("bob", "ann", "hello", "id-1").code();

    assertThat(otherText).isEqualTo(ErrorCode.INVALID_MESSAGE);
    assertThat(otherReceiver).isEqualTo(ErrorCode.INVALID_MESSAGE);
    assertThat(otherSender).isEqualTo(ErrorCode.OK);
  }

  private LoginCommand login(String session) {
    return new LoginCommand(machine.account("ann"), "hash of ann", Machine.bytes(session));
  }

  private static Optional<RequestId> id(long sequence) {
    return Optional.of(new RequestId(CLIENT, sequence));
  }
}
