package io.jmessage.server.chat.store;

import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.ConversationView;
import io.jmessage.server.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tables as commands change them, several batches in a transaction, and what each batch did.
 * Writer thread only.
 */
public final class ChatStore {
  private final SqlConnection sql;
  private final Counters counters;
  private final AccountTable accounts;
  private final SessionTable sessions;
  private final ConversationTable conversations;
  private final MessageTable messages;
  private final RequestTable requests;
  private final Marks marks;
  private final List<ChatEvent> events = new ArrayList<>();

  ChatStore(SqlConnection sql, MessageMaps maps) {
    this.sql = sql;
    this.counters = new Counters(sql);
    this.accounts = new AccountTable(sql, counters);
    this.sessions = new SessionTable(sql);
    this.conversations = new ConversationTable(sql, counters);
    this.messages = new MessageTable(sql, maps, counters);
    this.requests = new RequestTable(sql, counters);
    this.marks = new Marks(messages);
  }

  /** Reads what a new store begins with; returns the applied position. */
  LogPosition load() {
    return counters.load();
  }

  /** Forgets everything that is not finished; returns the applied position. */
  LogPosition rollback() {
    sql.rollbackToMark();
    accounts.clearCache();
    sessions.clearCache();
    conversations.rollback();
    messages.rollback();
    events.clear();
    return counters.rollback();
  }

  /** What was changed stands, in the transaction; returns what it was, in order. */
  List<ChatEvent> finish(LogPosition applied) {
    messages.finish();
    conversations.finish();
    counters.finish(applied);
    sql.mark();
    List<ChatEvent> finished = List.copyOf(events);
    events.clear();
    return finished;
  }

  /** Ends the transaction of all that is finished. */
  void save() {
    conversations.save();
    counters.save();
    sql.commit();
    messages.purge();
  }

  /**
   * Removes an account so that no survivor loses a line. Its row is only marked, and its
   * conversations stay whole, both directions: they are the other party's history too, and
   * sequences stay without a hole. Nobody can read them on its behalf, since its sessions are gone
   * and its name leads to another account. A conversation goes when its last party goes, and an
   * account's row with its last conversation.
   */
  public void deleteAccount(Account account) {
    sessions.endAll(account.id());
    accounts.markDeleted(account);
    boolean kept = false;
    for (Conversation conversation : conversations.ofAccount(account.id())) {
      Account peer = accounts.byId(conversation.peer(account.id()).account());
      if (peer.deleted() || conversation.isWithSelf()) {
        removeConversation(conversation, account, peer);
      } else {
        kept = true;
      }
    }
    if (!kept) {
      accounts.remove(account);
    }
  }

  private void removeConversation(Conversation conversation, Account account, Account peer) {
    messages.removeAll(conversation.id(), conversation.lastSequence());
    conversations.remove(conversation);
    if (peer.id() != account.id() && conversations.ofAccount(peer.id()).isEmpty()) {
      accounts.remove(peer);
    }
  }

  /** Notes what happened; heard of once the transaction is committed. */
  public void emit(ChatEvent event) {
    events.add(event);
  }

  /** Stores moved marks and tells both parties. */
  public void updateMarks(Conversation conversation) {
    conversations.update(conversation);
    Optional<ChatMessage> last = messages.row(conversation.lastMessageId()).map(this::message);
    emitView(conversation, conversation.a().account(), last);
    if (!conversation.isWithSelf()) {
      emitView(conversation, conversation.b().account(), last);
    }
  }

  private void emitView(Conversation conversation, long viewer, Optional<ChatMessage> last) {
    Account peer = accounts.byId(conversation.peer(viewer).account());
    emit(new ChatEvent.MarksMoved(viewer, ConversationView.of(conversation, viewer, peer, last)));
  }

  public ChatMessage message(MessageTable.Row row) {
    return new ChatMessage(
        row.id(),
        row.sequence(),
        accounts.byId(row.sender()).name(),
        accounts.byId(row.receiver()).name(),
        row.text(),
        row.timeMicros(),
        row.clientMessageId(),
        row.merged());
  }

  public Counters counters() {
    return counters;
  }

  public AccountTable accounts() {
    return accounts;
  }

  public SessionTable sessions() {
    return sessions;
  }

  public ConversationTable conversations() {
    return conversations;
  }

  public MessageTable messages() {
    return messages;
  }

  public RequestTable requests() {
    return requests;
  }

  public Marks marks() {
    return marks;
  }
}
