package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChatCommand;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.DeleteAccountCommand;
import io.jmessage.server.chat.command.LoginCommand;
import io.jmessage.server.chat.command.LogoutCommand;
import io.jmessage.server.chat.command.MarkCommand;
import io.jmessage.server.chat.command.MarkReceivedCommand;
import io.jmessage.server.chat.command.OrderedCommand;
import io.jmessage.server.chat.command.SendCommand;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.chat.store.ChatReader.Line;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A state machine on a real H2 file, and the log of what it was given. A session is named by any
 * text; the password hash of {@code name} is {@code "hash of name"}.
 */
final class Machine implements AutoCloseable {
  static final Epoch EPOCH = new Epoch(3, new Address("localhost", 9001));

  final List<LogCommand> log = new ArrayList<>();
  final List<ChatEvent> events = new ArrayList<>();
  private final Path directory;
  private ChatStateMachine state;

  Machine(Path directory) throws IOException {
    this.directory = directory;
    open();
  }

  ChatStateMachine state() {
    return state;
  }

  void reopen() throws IOException {
    state.close();
    open();
  }

  private void open() throws IOException {
    state = ChatStateMachine.open(directory);
    Runnable unused = state.onEvents(events::addAll);
  }

  static LogPosition position(long index) {
    return new LogPosition(EPOCH, index, index * 31);
  }

  Outcome apply(ChatCommand command) {
    return apply(Optional.empty(), command);
  }

  Outcome apply(Optional<RequestId> requestId, ChatCommand command) {
    long time = 1_000_000L * (log.size() + 1);
    return apply(CommandCodec.encode(new OrderedCommand(requestId, time, command)));
  }

  Outcome apply(ByteString payload) {
    LogPosition at = position(state.applied().index() + 1);
    LogCommand command = new LogCommand(at, payload);
    log.add(command);
    ByteString result = state.apply(List.of(command), at).get(0);
    state.save();
    return CommandCodec.decodeOutcome(result);
  }

  /** Applies the rest of a log in one batch; returns all of its results. */
  List<ByteString> replay(List<LogCommand> commands) {
    LogPosition last = commands.get(commands.size() - 1).position();
    List<ByteString> results = state.apply(commands, last);
    state.save();
    return results;
  }

  Outcome create(String name) {
    return apply(new CreateAccountCommand(name, "hash of " + name, true));
  }

  /** Logs in; the session has the name of the account unless another is given. */
  Outcome login(String name, String session) {
    long account = account(name);
    return apply(new LoginCommand(account, "hash of " + name, bytes(session)));
  }

  void join(String... names) {
    for (String name : names) {
      expectOk(create(name));
      expectOk(login(name, name));
    }
  }

  Outcome logout(String session) {
    return apply(new LogoutCommand(bytes(session)));
  }

  Outcome delete(String session) {
    return apply(new DeleteAccountCommand(bytes(session)));
  }

  Outcome send(String session, String to, String text) {
    return send(session, to, text, "");
  }

  Outcome send(String session, String to, String text, String clientMessageId) {
    return apply(new SendCommand(bytes(session), to, text, bytes(clientMessageId)));
  }

  Outcome received(String session, Long... ids) {
    return apply(new MarkReceivedCommand(bytes(session), List.of(ids)));
  }

  Outcome mark(String session, String username, long received, long read) {
    return apply(new MarkCommand(bytes(session), username, received, read));
  }

  long account(String name) {
    return state.read(reader -> reader.living(name)).orElseThrow().id();
  }

  Conversation conversation(String one, String other) {
    return state
        .read(reader -> reader.between(account(reader, one), account(reader, other)))
        .orElseThrow();
  }

  /** The lines that a user sees of a conversation, as "sequence from: text". */
  List<String> history(String viewer, String with) {
    return state.read(
        reader -> {
          History history = new History(reader, account(reader, viewer));
          Conversation found = history.find(with).orElseThrow().conversation().orElseThrow();
          return history.newestBelow(found, Long.MAX_VALUE, 1_000).stream()
              .map(Line::message)
              .map(m -> m.sequence() + " " + m.from() + ": " + m.text())
              .toList();
        });
  }

  /** The texts that a user has not received, oldest first. */
  List<String> unreceived(String viewer) {
    return state.read(
        reader ->
            MessageCursor.unreceived(reader, account(reader, viewer)).nextPage(reader).stream()
                .map(ChatMessage::text)
                .toList());
  }

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static long account(ChatReader reader, String name) {
    return reader.living(name).orElseThrow().id();
  }

  private static void expectOk(Outcome outcome) {
    if (outcome.code() != ErrorCode.OK) {
      throw new AssertionError("expected OK, got " + outcome);
    }
  }

  @Override
  public void close() {
    state.close();
  }
}
