package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jmessage.proto.command.Command;
import io.jmessage.proto.command.CommandResult;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.model.RequestId;
import java.util.Optional;

/** Commands and their outcomes as bytes of command.proto. Pure. */
public final class CommandCodec {

  private CommandCodec() {}

  public static ByteString encode(OrderedCommand ordered) {
    Command.Builder builder = Command.newBuilder().setTimeMicros(ordered.timeMicros());
    ordered
        .requestId()
        .ifPresent(id -> builder.setClientId(id.clientId()).setSequence(id.sequence()));
    encodeBody(builder, ordered.command());
    return builder.build().toByteString();
  }

  /**
   * Empty if these bytes are no command that this version knows; every server must agree on that.
   */
  public static Optional<OrderedCommand> decode(ByteString bytes) {
    Command command;
    try {
      command = Command.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
    Optional<RequestId> requestId =
        command.getClientId().isEmpty()
            ? Optional.empty()
            : Optional.of(new RequestId(command.getClientId(), command.getSequence()));
    return decodeBody(command)
        .map(body -> new OrderedCommand(requestId, command.getTimeMicros(), body));
  }

  public static ByteString encode(Outcome outcome) {
    return CommandResult.newBuilder()
        .setErrorCode(outcome.code().number())
        .setMessageId(outcome.messageId())
        .setSequence(outcome.sequence())
        .setTimeMicros(outcome.timeMicros())
        .build()
        .toByteString();
  }

  public static Outcome decodeOutcome(ByteString bytes) {
    try {
      CommandResult result = CommandResult.parseFrom(bytes);
      return new Outcome(
          ErrorCode.of(result.getErrorCode()),
          result.getMessageId(),
          result.getSequence(),
          result.getTimeMicros());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the state machine's own result cannot be read", e);
    }
  }

  // An instanceof per record: Java 17 has no pattern switch, and a visitor would be longer.
  private static void encodeBody(Command.Builder builder, ChatCommand command) {
    if (command instanceof SendCommand send) {
      builder
          .getSendBuilder()
          .setSessionHash(send.sessionHash())
          .setTo(send.to())
          .setText(send.text())
          .setClientMessageId(send.clientMessageId())
          .setFrom(send.from());
    } else if (command instanceof MergedSendCommand merged) {
      builder
          .getMergedSendBuilder()
          .setFrom(merged.from())
          .setTo(merged.to())
          .setText(merged.text())
          .setClientMessageId(merged.clientMessageId());
    } else if (command instanceof MarkCommand mark) {
      builder
          .getMarkBuilder()
          .setSessionHash(mark.sessionHash())
          .setUsername(mark.username())
          .setReceivedSequence(mark.receivedSequence())
          .setReadSequence(mark.readSequence());
    } else if (command instanceof MarkReceivedCommand mark) {
      builder
          .getMarkReceivedBuilder()
          .setSessionHash(mark.sessionHash())
          .addAllMessageIds(mark.messageIds());
    } else if (command instanceof CreateAccountCommand create) {
      builder
          .getCreateAccountBuilder()
          .setUsername(create.username())
          .setPasswordHash(create.passwordHash())
          .setFree(create.free());
    } else if (command instanceof LoginCommand login) {
      builder
          .getLoginBuilder()
          .setAccountId(login.account())
          .setPasswordHash(login.passwordHash())
          .setSessionHash(login.sessionHash())
          .setClient(login.client());
    } else if (command instanceof LogoutCommand logout) {
      builder.getLogoutBuilder().setSessionHash(logout.sessionHash());
    } else if (command instanceof DeleteAccountCommand delete) {
      builder.getDeleteAccountBuilder().setSessionHash(delete.sessionHash());
    } else if (command instanceof ChangePasswordCommand change) {
      builder
          .getChangePasswordBuilder()
          .setSessionHash(change.sessionHash())
          .setOldPasswordHash(change.oldPasswordHash())
          .setNewPasswordHash(change.newPasswordHash());
    } else if (command instanceof EndSessionsCommand end) {
      builder
          .getEndSessionsBuilder()
          .setSessionHash(end.sessionHash())
          .setEndedHash(end.endedHash());
    } else {
      throw new IllegalStateException("no encoding for " + command.getClass());
    }
  }

  private static Optional<ChatCommand> decodeBody(Command command) {
    return switch (command.getCommandCase()) {
      case CREATE_ACCOUNT -> Optional.of(createAccount(command.getCreateAccount()));
      case LOGIN -> Optional.of(login(command.getLogin()));
      case LOGOUT -> Optional.of(new LogoutCommand(command.getLogout().getSessionHash()));
      case DELETE_ACCOUNT ->
          Optional.of(new DeleteAccountCommand(command.getDeleteAccount().getSessionHash()));
      case SEND -> Optional.of(send(command.getSend()));
      case MERGED_SEND -> Optional.of(mergedSend(command.getMergedSend()));
      case MARK_RECEIVED -> Optional.of(markReceived(command.getMarkReceived()));
      case MARK -> Optional.of(mark(command.getMark()));
      case CHANGE_PASSWORD -> Optional.of(changePassword(command.getChangePassword()));
      case END_SESSIONS -> Optional.of(endSessions(command.getEndSessions()));
      case COMMAND_NOT_SET -> Optional.empty();
    };
  }

  private static ChatCommand createAccount(io.jmessage.proto.command.CreateAccountCommand command) {
    return new CreateAccountCommand(
        command.getUsername(), command.getPasswordHash(), command.getFree());
  }

  private static ChatCommand login(io.jmessage.proto.command.LoginCommand command) {
    return new LoginCommand(
        command.getAccountId(),
        command.getPasswordHash(),
        command.getSessionHash(),
        command.getClient());
  }

  private static ChatCommand send(io.jmessage.proto.command.SendCommand command) {
    return new SendCommand(
        command.getSessionHash(),
        command.getTo(),
        command.getText(),
        command.getClientMessageId(),
        command.getFrom());
  }

  private static ChatCommand mergedSend(io.jmessage.proto.command.MergedSendCommand command) {
    return new MergedSendCommand(
        command.getFrom(), command.getTo(), command.getText(), command.getClientMessageId());
  }

  private static ChatCommand changePassword(
      io.jmessage.proto.command.ChangePasswordCommand command) {
    return new ChangePasswordCommand(
        command.getSessionHash(), command.getOldPasswordHash(), command.getNewPasswordHash());
  }

  private static ChatCommand endSessions(io.jmessage.proto.command.EndSessionsCommand command) {
    return new EndSessionsCommand(command.getSessionHash(), command.getEndedHash());
  }

  private static ChatCommand markReceived(io.jmessage.proto.command.MarkReceivedCommand command) {
    return new MarkReceivedCommand(command.getSessionHash(), command.getMessageIdsList());
  }

  private static ChatCommand mark(io.jmessage.proto.command.MarkCommand command) {
    return new MarkCommand(
        command.getSessionHash(),
        command.getUsername(),
        command.getReceivedSequence(),
        command.getReadSequence());
  }
}
