package io.jmessage.server.chat.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.model.RequestId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {
  private static final ByteString HASH = ByteString.copyFromUtf8("a session's hash");

  static List<ChatCommand> everyKind() {
    return List.of(
        new CreateAccountCommand("ann", "$argon2id$", true),
        new LoginCommand(7, "$argon2id$", HASH, "window"),
        new ChangePasswordCommand(HASH, "$argon2id$old", "$argon2id$new"),
        new EndSessionsCommand(HASH, ByteString.EMPTY),
        new LogoutCommand(HASH),
        new DeleteAccountCommand(HASH),
        new SendCommand(HASH, "bob", "text", ByteString.copyFromUtf8("0123456789abcdef"), "ann"),
        new MergedSendCommand("ann", "bob", "text", ByteString.copyFromUtf8("0123456789abcdef")),
        new MarkReceivedCommand(HASH, List.of(1L, 2L, 3_000_000_000L)),
        new MarkCommand(HASH, "bob", 5, 4));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void command_comesBackAsItWas(ChatCommand command) {
    RequestId id = new RequestId(ByteString.copyFromUtf8("0123456789abcdef"), 42);
    OrderedCommand with = new OrderedCommand(Optional.of(id), 123, command);
    OrderedCommand without = new OrderedCommand(Optional.empty(), -1, command);

    assertThat(CommandCodec.decode(CommandCodec.encode(with))).contains(with);
    assertThat(CommandCodec.decode(CommandCodec.encode(without))).contains(without);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void command_showsNoSecretInALog(ChatCommand command) {
    assertThat(command.toString()).doesNotContain("text", "argon2");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void outcome_comesBackAsItWas(ErrorCode code) {
    Outcome outcome = new Outcome(code, 1, 2, 3);

    assertThat(CommandCodec.decodeOutcome(CommandCodec.encode(outcome))).isEqualTo(outcome);
  }

  @Test
  void everyKindOfCommand_isCovered() {
    long kinds =
        java.util.Arrays.stream(ChatCommand.class.getPermittedSubclasses())
                .filter(type -> !type.isInterface())
                .count()
            + ChatCommand.Once.class.getPermittedSubclasses().length;

    assertThat(everyKind()).hasSize((int) kinds).doesNotHaveDuplicates();
  }

  @Test
  void bytesThatAreNoCommand_areNone() {
    assertThat(CommandCodec.decode(ByteString.EMPTY)).isEmpty();
    assertThat(CommandCodec.decode(ByteString.copyFromUtf8("\u00ff\u00fe"))).isEmpty();
  }
}
