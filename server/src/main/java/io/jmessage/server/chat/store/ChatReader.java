package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.OpenSession;
import io.jmessage.server.chat.model.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Queries, for one call of {@link ChatDatabase#read}. Every query sees only whole transactions; a
 * later one may see more than an earlier one. Messages may be seen before their transaction has
 * ended, but what leads to them only after: a conversation's last sequence, {@link #lastMessageId}.
 * One thread.
 */
public final class ChatReader {

  /** What a login is checked against. */
  public record Credentials(Account account, String passwordHash) {

    /** Shows no hash: it may end up in a log. */
    @Override
    public String toString() {
      return "credentials of account " + account.id();
    }
  }

  /** A message and what became of it at its receiver. */
  public record Line(ChatMessage message, long receiver, boolean received) {}

  private static final String ACCOUNT_COLUMNS = "a.id, a.name, a.living_name";
  private static final String BY_SESSION =
      "SELECT "
          + ACCOUNT_COLUMNS
          + " FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.hash = ?";
  private static final String BY_ID =
      "SELECT " + ACCOUNT_COLUMNS + " FROM accounts a WHERE a.id = ?";
  private static final String LIVING_BY_NAME =
      "SELECT " + ACCOUNT_COLUMNS + " FROM accounts a WHERE a.living_name = ?";
  private static final String ALL_LIVING =
      "SELECT "
          + ACCOUNT_COLUMNS
          + " FROM accounts a WHERE a.living_name IS NOT NULL ORDER BY a.living_name";
  private static final String CREDENTIALS =
      "SELECT " + ACCOUNT_COLUMNS + ", a.password_hash FROM accounts a WHERE a.living_name = ?";
  private static final String CREDENTIALS_OF_SESSION =
      "SELECT "
          + ACCOUNT_COLUMNS
          + ", a.password_hash"
          + " FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.hash = ?";
  private static final String SESSIONS =
      "SELECT hash, opened, client FROM sessions WHERE account = ? ORDER BY opened, hash";
  private static final String BETWEEN =
      "SELECT "
          + ConversationTable.COLUMNS
          + " FROM conversations c WHERE c.account_a = ? AND c.account_b = ?";
  private static final String LAST_MESSAGE = "SELECT next_message - 1 FROM meta WHERE id = 0";

  private final SqlConnection sql;
  private final MessageReader messages;
  private final Map<Long, Account> accounts = new HashMap<>();

  ChatReader(SqlConnection sql, MessageMaps maps) {
    this.sql = sql;
    this.messages = new MessageReader(sql, maps);
  }

  public Optional<Account> accountOfSession(ByteString sessionHash) {
    return sql.first(BY_SESSION, row -> AccountTable.account(row, 1), sessionHash);
  }

  public Account account(long id) {
    return accounts.computeIfAbsent(
        id,
        key ->
            sql.first(BY_ID, row -> AccountTable.account(row, 1), key)
                .orElseThrow(() -> new StoreException("a row refers to account " + key)));
  }

  public Optional<Account> living(String name) {
    return sql.first(LIVING_BY_NAME, row -> AccountTable.account(row, 1), name);
  }

  /** Whether this sender sent a message under this id. */
  public boolean hasSent(long sender, ByteString clientMessageId) {
    return messages.sent(sender, clientMessageId).isPresent();
  }

  /** All accounts that are not deleted, by name. */
  public List<Account> allLiving() {
    return sql.list(ALL_LIVING, row -> AccountTable.account(row, 1));
  }

  public Optional<Credentials> credentials(String name) {
    return sql.first(
        CREDENTIALS, row -> new Credentials(AccountTable.account(row, 1), row.getString(4)), name);
  }

  /** Of the account that a session is logged in to. */
  public Optional<Credentials> credentialsOfSession(ByteString sessionHash) {
    return sql.first(
        CREDENTIALS_OF_SESSION,
        row -> new Credentials(AccountTable.account(row, 1), row.getString(4)),
        sessionHash);
  }

  /** The sessions of an account, oldest first. */
  public List<OpenSession> sessionsOf(long account) {
    return sql.list(
        SESSIONS,
        row -> new OpenSession(SqlConnection.bytes(row, 1), row.getLong(2), row.getString(3)),
        account);
  }

  public Optional<RequestTable.Remembered> remembered(RequestId id) {
    return RequestTable.find(sql, id);
  }

  public Optional<Conversation> between(long one, long other) {
    return sql.first(
        BETWEEN, ConversationTable::conversation, Math.min(one, other), Math.max(one, other));
  }

  /** The newest conversation with a deleted account of that name. */
  public Optional<Conversation> withDeleted(long account, String name) {
    return sql.first(
        ConversationTable.WITH_DELETED, ConversationTable::conversation, account, account, name);
  }

  public List<Conversation> conversationsOf(long account) {
    return sql.list(
        ConversationTable.OF_ACCOUNT, ConversationTable::conversation, account, account);
  }

  /** The messages of a range of sequences, both ends included. */
  public List<Line> lines(long conversation, long from, long to) {
    List<Line> lines = new ArrayList<>();
    messages.forEachRow(conversation, from, to, (row, received) -> lines.add(line(row, received)));
    return lines;
  }

  public Line line(long messageId) {
    return messages
        .row(messageId)
        .map(row -> line(row, messages.isReceived(messageId)))
        .orElseThrow(() -> new StoreException("a row refers to message " + messageId));
  }

  /** The messages behind a sequence, at most so many; they may be newer than the conversation. */
  public List<MessageTable.Stub> stubsAfter(long conversation, long sequence, int limit) {
    return messages.stubsAfter(conversation, sequence, limit);
  }

  /** The greatest sequence whose message id is not above the given one; 0 if there is none. */
  public long sequenceUpTo(Conversation conversation, long messageId) {
    long low = 0;
    long high = conversation.lastSequence();
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (messages.idAt(conversation.id(), middle) <= messageId) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The greatest message id given out in transactions that are committed. */
  public long lastMessageId() {
    return sql.number(LAST_MESSAGE);
  }

  private Line line(MessageTable.Row row, boolean received) {
    ChatMessage message =
        new ChatMessage(
            row.id(),
            row.sequence(),
            account(row.sender()).name(),
            account(row.receiver()).name(),
            row.text(),
            row.timeMicros(),
            row.clientMessageId(),
            row.merged());
    return new Line(message, row.receiver(), received);
  }
}
