package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.proto.command.Command;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.LoginCommand;
import io.jmessage.server.chat.command.OrderedCommand;
import io.jmessage.server.chat.command.SendCommand;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each command comes to. */
class ChatCommandsTest {
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
  void createAccount_takesEachNameOnce() {
    assertThat(machine.create("ann").code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.create("ann").code()).isEqualTo(ErrorCode.USERNAME_TAKEN);
    assertThat(machine.create("Ann").code()).isEqualTo(ErrorCode.OK);
  }

  @Test
  void createAccount_tellsThePushFeed() {
    machine.create("ann");

    assertThat(machine.events)
        .containsExactly(new ChatEvent.AccountCreated(machine.account("ann"), "ann"));
  }

  @Test
  void login_isRefused_whenThePasswordWasChangedMeanwhile() {
    machine.create("ann");
    long ann = machine.account("ann");

    Outcome outcome = machine.apply(new LoginCommand(ann, "an old hash", Machine.bytes("s")));

    assertThat(outcome.code()).isEqualTo(ErrorCode.WRONG_PASSWORD);
  }

  @Test
  void login_isRefused_whenTheAccountWasDeletedMeanwhile() {
    machine.join("ann");
    long ann = machine.account("ann");
    machine.delete("ann");

    Outcome outcome = machine.apply(new LoginCommand(ann, "hash of ann", Machine.bytes("another")));

    assertThat(outcome.code()).isEqualTo(ErrorCode.UNKNOWN_USER);
  }

  @Test
  void login_cannotTakeOverASessionOfSomebodyElse() {
    machine.join("ann", "bob");

    assertThat(machine.login("bob", "ann").code()).isEqualTo(ErrorCode.INVALID_ARGUMENTS);
    assertThat(machine.login("ann", "ann").code()).isEqualTo(ErrorCode.OK);
  }

  @Test
  void login_dropsTheOldestSession_beyondTheBound() {
    machine.join("ann");
    for (int i = 0; i < 1_000; i++) {
      machine.login("ann", "session " + i);
    }

    assertThat(machine.send("ann", "ann", "first session").code())
        .isEqualTo(ErrorCode.NOT_LOGGED_IN);
    assertThat(machine.send("session 0", "ann", "second").code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.events)
        .contains(new ChatEvent.SessionEnded(machine.account("ann"), Machine.bytes("ann")));
  }

  @Test
  void logout_endsOneSessionOnly() {
    machine.join("ann");
    machine.login("ann", "other");

    assertThat(machine.logout("ann").code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.logout("ann").code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
    assertThat(machine.send("other", "ann", "still here").code()).isEqualTo(ErrorCode.OK);
  }

  @Test
  void send_numbersEachConversationWithoutAHole() {
    machine.join("ann", "bob", "eve");

    machine.send("ann", "bob", "a");
    machine.send("ann", "eve", "b");
    Outcome third = machine.send("bob", "ann", "c");

    assertThat(third.sequence()).isEqualTo(2);
    assertThat(third.messageId()).isEqualTo(3);
    assertThat(machine.history("ann", "bob")).containsExactly("1 ann: a", "2 bob: c");
    assertThat(machine.history("eve", "ann")).containsExactly("1 ann: b");
  }

  @Test
  void send_givesRisingTimes_whenTheClockGoesBack() {
    machine.join("ann");
    ByteString session = Machine.bytes("ann");
    SendCommand command = new SendCommand(session, "ann", "x", ByteString.EMPTY);

    long first = machine.apply(timed(command, 5_000_000_000L)).timeMicros();
    long second = machine.apply(timed(command, 1_000L)).timeMicros();
    long third = machine.apply(timed(command, -7L)).timeMicros();

    assertThat(List.of(first, second, third))
        .containsExactly(5_000_000_000L, 5_000_000_001L, 5_000_000_002L);
  }

  @Test
  void send_isRefused_withoutSessionTextOrReceiver() {
    machine.join("ann");

    assertThat(machine.send("nobody", "ann", "x").code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
    assertThat(machine.send("ann", "ann", "").code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
    assertThat(machine.send("ann", "bob", "x").code()).isEqualTo(ErrorCode.UNKNOWN_RECEIVER);
  }

  @Test
  void send_tellsThePushFeedBothParties() {
    machine.join("ann", "bob");
    machine.events.clear();

    machine.send("ann", "bob", "hello");

    assertThat(machine.events)
        .singleElement()
        .isInstanceOfSatisfying(
            ChatEvent.MessageStored.class,
            stored -> {
              assertThat(stored.sender()).isEqualTo(machine.account("ann"));
              assertThat(stored.receiver()).isEqualTo(machine.account("bob"));
              assertThat(stored.message().text()).isEqualTo("hello");
            });
  }

  @Test
  void undecodableCommand_isAnsweredAndDoesNotStopTheOthers() {
    ByteString garbage = ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2, 3});
    ByteString empty = Command.getDefaultInstance().toByteString();

    assertThat(machine.apply(garbage).code()).isEqualTo(ErrorCode.INVALID_ARGUMENTS);
    assertThat(machine.apply(empty).code()).isEqualTo(ErrorCode.INVALID_ARGUMENTS);
    assertThat(machine.create("ann").code()).isEqualTo(ErrorCode.OK);
  }

  @Test
  void textsAndNames_ofAnyScriptSurvive() {
    String name = "Ζωή\uD83D\uDC69\u200D\uD83D\uDE80";
    String text = "مرحبا \uD83C\uDDE9\uD83C\uDDEA नमस्ते \u0000 e\u0301 漢字\n\ttab ' \" ;";
    machine.join(name);

    machine.send(name, name, text);

    assertThat(machine.history(name, name)).containsExactly("1 " + name + ": " + text);
  }

  @Test
  void accountWithoutName_isNotCreated() {
    Outcome outcome = machine.apply(new CreateAccountCommand("", "hash", true));

    assertThat(outcome.code()).isEqualTo(ErrorCode.INVALID_USERNAME);
  }

  private static ByteString timed(SendCommand command, long micros) {
    return CommandCodec.encode(new OrderedCommand(Optional.empty(), micros, command));
  }
}
