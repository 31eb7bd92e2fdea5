package io.jmessage.client.session;

import com.google.protobuf.ByteString;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.cluster.CallIds;
import io.jmessage.client.cluster.MasterCalls;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeviceSession;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.client.store.OutboxLine;
import io.jmessage.proto.client.ChangePasswordRequest;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.Conversations;
import io.jmessage.proto.client.ConversationsRequest;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.DeleteAccountRequest;
import io.jmessage.proto.client.Empty;
import io.jmessage.proto.client.EndSessionsRequest;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.MarkRequest;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.SessionsRequest;
import io.jmessage.proto.client.TypingRequest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The requests of a chat, one method each: model in, model out, and reply codes as {@link
 * ChatClientException}. Loop thread only.
 */
public final class ChatRequests implements HistoryPages {
  // So few that even the longest texts fit into one answer, whichever end a server would cut.
  private static final int PAGE = 50;

  // Later than this it is no news.
  private static final Duration TYPING_DEADLINE = Duration.ofSeconds(2);

  private final MasterCalls calls;
  private final Duration deadline;
  private final String client;

  /**
   * @param client what this program calls itself in the list of sessions
   */
  public ChatRequests(MasterCalls calls, Duration deadline, String client) {
    this.calls = calls;
    this.deadline = deadline;
    this.client = client;
  }

  public CompletableFuture<Void> createAccount(String username, String password) {
    CreateAccountRequest request =
        CreateAccountRequest.newBuilder().setUsername(username).setPassword(password).build();
    return calls
        .change(ClientAccountGrpc.getCreateAccountMethod(), request, deadline)
        .thenAccept(ChatRequests::check);
  }

  public CompletableFuture<Session> logIn(String username, String password) {
    LoginRequest request =
        LoginRequest.newBuilder()
            .setUsername(username)
            .setPassword(password)
            .setSessionId(Session.randomId())
            .setClient(client)
            .build();
    // The cluster knows the name in this form, and tells it so in every message.
    String normalized = Normalizer.normalize(username, Normalizer.Form.NFC);
    return calls
        .change(ClientAccountGrpc.getLoginMethod(), request, deadline)
        .thenApply(
            reply -> {
              check(reply);
              return new Session(normalized, reply.getSessionId(), reply.getAccountId());
            });
  }

  public CompletableFuture<Void> logOut(Session session) {
    DeleteAccountRequest request =
        DeleteAccountRequest.newBuilder().setSessionId(session.id()).build();
    return calls
        .change(ClientAccountGrpc.getLogoutMethod(), request, deadline)
        .thenAccept(
            reply -> {
              if (reply.getErrorCode() != ReplyCodes.NOT_LOGGED_IN) { // that is what was wanted
                check(reply);
              }
            });
  }

  public CompletableFuture<Void> deleteAccount(Session session) {
    DeleteAccountRequest request =
        DeleteAccountRequest.newBuilder().setSessionId(session.id()).build();
    return calls
        .change(ClientAccountGrpc.getDeleteAccountMethod(), request, deadline)
        .thenAccept(ChatRequests::check);
  }

  public CompletableFuture<List<Person>> people() {
    return calls
        .read(ClientAccountGrpc.getListUsersMethod(), Empty.getDefaultInstance(), deadline)
        .thenApply(users -> users.getUserList().stream().map(ModelMapper::person).toList());
  }

  /** Newest message first; conversations without any come last. */
  public CompletableFuture<List<Conversation>> conversations(Session session) {
    ConversationsRequest request =
        ConversationsRequest.newBuilder().setSessionId(session.id()).build();
    return calls
        .read(ClientAccountGrpc.getListConversationsMethod(), request, deadline)
        .thenApply(ChatRequests::newestFirst);
  }

  public CompletableFuture<List<ChatMessage>> before(
      Session session, String with, long sequence, int limit) {
    return page(chat(session, with).setBeforeSequence(sequence).setLimit(limit));
  }

  @Override
  public CompletableFuture<List<ChatMessage>> after(Session session, String with, long sequence) {
    // Bounded above, too: after 0 alone would mean the newest.
    long before = sequence + PAGE + 1;
    return page(
        chat(session, with).setAfterSequence(sequence).setBeforeSequence(before).setLimit(PAGE));
  }

  /** Raises marks; they never sink, so this may be repeated without a number. 0 raises nothing. */
  public CompletableFuture<Void> mark(Session session, String with, long received, long read) {
    MarkRequest request =
        MarkRequest.newBuilder()
            .setSessionId(session.id())
            .setUsername(with)
            .setReceivedSequence(received)
            .setReadSequence(read)
            .build();
    return calls
        .read(ClientAccountGrpc.getMarkMethod(), request, deadline)
        .thenAccept(ChatRequests::check);
  }

  /**
   * Sends one line under its own ids.
   *
   * @param why hears what it waits for, when it has to be tried again
   */
  public CompletableFuture<SendReceipt> send(
      Session session, OutboxLine line, Duration time, Consumer<String> why) {
    SendRequest request =
        SendRequest.newBuilder()
            .setSessionId(session.id())
            .setTo(line.to())
            .setMessage(line.text())
            .setClientMessageId(ByteString.copyFrom(HexFormat.of().parseHex(line.id())))
            .build();
    CallIds ids = new CallIds(line.clientId(), line.sequence());
    return calls
        .changeAt(ClientAccountGrpc.getSendMethod(), request, ids, time, why)
        .thenApply(
            answer -> {
              ServerResponse reply = answer.reply();
              check(reply);
              return ModelMapper.receipt(
                  reply.getReceipt(),
                  session.username(),
                  line.to(),
                  line.text(),
                  answer.server().toString());
            });
  }

  /** Nobody waits for it, and what is lost is said again or expires. */
  public void typing(Session session, String to, boolean typing) {
    TypingRequest request =
        TypingRequest.newBuilder()
            .setSessionId(session.id())
            .setUsername(to)
            .setTyping(typing)
            .build();
    CompletableFuture<?> unused =
        calls.read(ClientAccountGrpc.getReportTypingMethod(), request, TYPING_DEADLINE);
  }

  /** The log-ins of the account, oldest first. */
  public CompletableFuture<List<DeviceSession>> sessions(Session session) {
    SessionsRequest request = SessionsRequest.newBuilder().setSessionId(session.id()).build();
    return calls
        .read(ClientAccountGrpc.getListSessionsMethod(), request, deadline)
        .thenApply(
            reply -> {
              ReplyCodes.check(reply.getErrorCode(), reply.getErrorMessage());
              return reply.getSessionList().stream().map(ModelMapper::session).toList();
            });
  }

  /**
   * Ends a session.
   *
   * @param key of the session; empty: all but this one
   */
  public CompletableFuture<Void> endSessions(Session session, String key) {
    EndSessionsRequest request =
        EndSessionsRequest.newBuilder()
            .setSessionId(session.id())
            .setKey(ByteString.copyFrom(HexFormat.of().parseHex(key)))
            .build();
    return calls
        .change(ClientAccountGrpc.getEndSessionsMethod(), request, deadline)
        .thenAccept(ChatRequests::check);
  }

  public CompletableFuture<Void> changePassword(
      Session session, String oldPassword, String newPassword) {
    ChangePasswordRequest request =
        ChangePasswordRequest.newBuilder()
            .setSessionId(session.id())
            .setOldPassword(oldPassword)
            .setNewPassword(newPassword)
            .build();
    return calls
        .change(ClientAccountGrpc.getChangePasswordMethod(), request, deadline)
        .thenAccept(ChatRequests::check);
  }

  private static ChatRequest.Builder chat(Session session, String with) {
    return ChatRequest.newBuilder().setSessionId(session.id()).setUsername(with);
  }

  private CompletableFuture<List<ChatMessage>> page(ChatRequest.Builder request) {
    return calls
        .read(ClientAccountGrpc.getGetChatMethod(), request.build(), deadline)
        .thenApply(ChatRequests::messages);
  }

  private static List<ChatMessage> messages(Messages reply) {
    if (reply.getErrorCode() == ReplyCodes.NO_MESSAGES) {
      return List.of();
    }
    ReplyCodes.check(reply.getErrorCode(), reply.getErrorMessage());
    return reply.getMessageList().stream().map(ModelMapper::message).toList();
  }

  private static List<Conversation> newestFirst(Conversations reply) {
    ReplyCodes.check(reply.getErrorCode(), reply.getErrorMessage());
    Comparator<Conversation> byNewest =
        Comparator.comparingLong(c -> -c.lastMessage().map(ChatMessage::id).orElse(0L));
    return reply.getConversationList().stream()
        .map(ModelMapper::conversation)
        .sorted(byNewest)
        .toList();
  }

  private static void check(ServerResponse reply) {
    ReplyCodes.check(reply.getErrorCode(), reply.getErrorMessage());
  }
}
