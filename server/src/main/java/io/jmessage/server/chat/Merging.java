package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChangePasswordCommand;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.DeleteAccountCommand;
import io.jmessage.server.chat.command.MergedSendCommand;
import io.jmessage.server.chat.command.OrderedCommand;
import io.jmessage.server.chat.command.SendCommand;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Merge;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What becomes of what users were told is done on the side of a partition that did not stand
 * (docs/protocol.md, 3.11): messages and new accounts are taken, what cannot be is left to an
 * operator. Logins, and marks, which count other order numbers than here, mean nothing here.
 */
final class Merging {

  private static final int ID_BYTES = 16;

  /** Runs a query on committed state. */
  interface Database {
    <T> T read(Function<ChatReader, T> query);
  }

  private final Database database;

  Merging(Database database) {
    this.database = database;
  }

  /** See {@link io.jmessage.server.replication.StateMachine#merge}. */
  Merge merge(LogCommand origin, Set<String> aside) {
    Optional<OrderedCommand> decoded = CommandCodec.decode(origin.payload());
    if (decoded.isEmpty()) {
      return new Merge.LeaveAside("a command that this version does not know", "");
    }
    OrderedCommand ordered = decoded.get();
    if (ordered.command() instanceof SendCommand send) {
      return send(origin.position(), ordered, send, aside);
    } else if (ordered.command() instanceof MergedSendCommand merged) {
      return message(ordered.timeMicros(), merged, aside);
    } else if (ordered.command() instanceof CreateAccountCommand create) {
      return account(origin.position(), ordered, create);
    } else if (ordered.command() instanceof DeleteAccountCommand delete) {
      return new Merge.LeaveAside(
          nameOf(delete.sessionHash()).map(name -> "account " + name).orElse("an account")
              + " was deleted on the other side and is not deleted here",
          "");
    } else if (ordered.command() instanceof ChangePasswordCommand change) {
      return new Merge.LeaveAside(
          "the password of "
              + nameOf(change.sessionHash()).orElse("an account")
              + " was changed on the other side and is not changed here",
          "");
    }
    return new Merge.Skip();
  }

  private Optional<String> nameOf(ByteString sessionHash) {
    return database.read(reader -> reader.accountOfSession(sessionHash)).map(Account::name);
  }

  private Merge send(
      LogPosition origin, OrderedCommand ordered, SendCommand send, Set<String> aside) {
    if (send.text().isEmpty() || send.to().isEmpty()) {
      return new Merge.Skip(); // It was refused there, too.
    }
    Optional<String> from =
        send.from().isEmpty() ? nameOf(send.sessionHash()) : Optional.of(send.from());
    if (from.isEmpty()) {
      return new Merge.LeaveAside(
          "a message to " + send.to() + ": its sender's session is not known here", "");
    }
    ByteString id = send.clientMessageId().isEmpty() ? idFrom(origin) : send.clientMessageId();
    MergedSendCommand merged = new MergedSendCommand(from.get(), send.to(), send.text(), id);
    return message(ordered.timeMicros(), merged, aside);
  }

  private Merge message(long timeMicros, MergedSendCommand merged, Set<String> aside) {
    for (String party : new String[] {merged.from(), merged.to()}) {
      if (aside.contains(accountAside(party))) {
        return new Merge.LeaveAside(
            describe(merged) + ": there are two accounts " + party + ", one of each side", "");
      }
    }
    boolean isThere =
        database.read(
            reader ->
                reader
                    .living(merged.from())
                    .filter(sender -> reader.hasSent(sender.id(), merged.clientMessageId()))
                    .isPresent());
    return isThere
        ? new Merge.Skip()
        : new Merge.Order(
            CommandCodec.encode(new OrderedCommand(Optional.empty(), timeMicros, merged)), false);
  }

  private static Merge account(
      LogPosition origin, OrderedCommand ordered, CreateAccountCommand create) {
    if (!create.free() || create.username().isEmpty()) {
      return new Merge.Skip(); // It was refused there, too.
    }
    RequestId id = ordered.requestId().orElseGet(() -> new RequestId(idFrom(origin), 1));
    return new Merge.Order(
        CommandCodec.encode(new OrderedCommand(Optional.of(id), ordered.timeMicros(), create)),
        true);
  }

  /** See {@link io.jmessage.server.replication.StateMachine#merged}. */
  static Optional<Merge.LeaveAside> merged(ByteString command, ByteString result) {
    ErrorCode code = CommandCodec.decodeOutcome(result).code();
    Optional<OrderedCommand> ordered = CommandCodec.decode(command);
    if (code == ErrorCode.OK || ordered.isEmpty()) {
      return Optional.empty();
    }
    if (ordered.get().command() instanceof CreateAccountCommand create) {
      return Optional.of(
          new Merge.LeaveAside(
              "account " + create.username() + ": both sides have created one of that name",
              accountAside(create.username())));
    }
    if (ordered.get().command() instanceof MergedSendCommand merged) {
      String missing = code == ErrorCode.UNKNOWN_USER ? merged.from() : merged.to();
      return Optional.of(
          new Merge.LeaveAside(describe(merged) + ": there is no account " + missing, ""));
    }
    return Optional.of(new Merge.LeaveAside("a command that was refused: " + code, ""));
  }

  private static String accountAside(String name) {
    return "account " + name;
  }

  /** Without its text: this ends up in a log. */
  private static String describe(MergedSendCommand merged) {
    return "a message from " + merged.from() + " to " + merged.to();
  }

  /** What had no id gets one that is the same for ever. */
  private static ByteString idFrom(LogPosition origin) {
    byte[] master = origin.epoch().master().toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(3 * Long.BYTES + master.length);
    bytes.putLong(origin.epoch().number()).putLong(origin.index()).putLong(origin.chain());
    bytes.put(master);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return ByteString.copyFrom(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
