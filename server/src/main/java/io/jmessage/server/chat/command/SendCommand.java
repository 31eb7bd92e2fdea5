package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import io.jmessage.server.chat.store.MessageTable;
import java.util.Optional;

/**
 * Sends a message. A repetition is recognised by the sender and the client message id, for ever,
 * and answered with the stored message's numbers, also when its receiver is gone by now.
 *
 * @param clientMessageId empty: not protected against repetition
 * @param from whose session it is, or empty; only for whoever merges it after a partition
 */
public record SendCommand(
    ByteString sessionHash, String to, String text, ByteString clientMessageId, String from)
    implements ChatCommand {

  /** By whom is not known yet. */
  public SendCommand(ByteString sessionHash, String to, String text, ByteString clientMessageId) {
    this(sessionHash, to, text, clientMessageId, "");
  }

  @Override
  public void check() {
    Limits.id("session hash", sessionHash);
    Limits.name("receiver", to);
    Limits.text(text);
    if (!clientMessageId.isEmpty()) {
      Limits.id("client message id", clientMessageId);
    }
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    Optional<Long> sender = store.sessions().account(sessionHash);
    if (sender.isEmpty()) {
      return Outcome.of(ErrorCode.NOT_LOGGED_IN);
    }
    if (text.isEmpty()) {
      return Outcome.of(ErrorCode.INVALID_MESSAGE);
    }
    Optional<MessageTable.Row> sent =
        clientMessageId.isEmpty()
            ? Optional.empty()
            : store.messages().find(sender.get(), clientMessageId);
    if (sent.isPresent()) {
      return repeated(sent.get(), store);
    }
    return store
        .accounts()
        .living(to)
        .map(receiver -> store(sender.get(), receiver, store, proposedMicros))
        .orElse(Outcome.of(ErrorCode.UNKNOWN_RECEIVER));
  }

  /** One id for two messages is a mistake of the client; the first one stands. */
  private Outcome repeated(MessageTable.Row first, ChatStore store) {
    boolean same =
        first.text().equals(text) && store.accounts().byId(first.receiver()).name().equals(to);
    return same ? outcome(first) : Outcome.of(ErrorCode.INVALID_MESSAGE);
  }

  private Outcome store(long sender, Account receiver, ChatStore store, long proposedMicros) {
    Account from = store.accounts().byId(sender);
    Conversation before =
        store
            .conversations()
            .between(sender, receiver.id())
            .orElseGet(() -> store.conversations().create(from, receiver));
    Conversation after = before.withMessage(sender, store.messages().takeId());
    MessageTable.Row row =
        new MessageTable.Row(
            after.lastMessageId(),
            after.id(),
            after.lastSequence(),
            sender,
            receiver.id(),
            text,
            store.counters().takeTime(proposedMicros),
            false,
            clientMessageId);
    store.messages().insert(row);
    store.conversations().update(after);
    store.emit(new ChatEvent.MessageStored(sender, receiver.id(), store.message(row)));
    return outcome(row);
  }

  private static Outcome outcome(MessageTable.Row row) {
    return new Outcome(ErrorCode.OK, row.id(), row.sequence(), row.timeMicros());
  }

  /** Shows no text: it may end up in a log. */
  @Override
  public String toString() {
    return "send";
  }
}
