package io.jmessage.client.session;

import com.google.protobuf.ByteString;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.cluster.MasterCalls;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.Conversations;
import io.jmessage.proto.client.ConversationsRequest;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.DeleteAccountRequest;
import io.jmessage.proto.client.Empty;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.MarkRequest;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The requests of a chat, one method each: model in, model out, and reply codes as {@link
 * ChatClientException}. Loop thread only.
 */
public final class ChatRequests implements HistoryPages {
  // So few that even the longest texts fit into one answer, whichever end a server would cut.
  private static final int PAGE = 50;

  private final MasterCalls calls;
  private final Duration deadline;

  public ChatRequests(MasterCalls calls, Duration deadline) {
    this.calls = calls;
    this.deadline = deadline;
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
            .build();
    // The cluster knows the name in this form, and tells it so in every message.
    String normalized = Normalizer.normalize(username, Normalizer.Form.NFC);
    return calls
        .change(ClientAccountGrpc.getLoginMethod(), request, deadline)
        .thenApply(
            reply -> {
              check(reply);
              return new Session(normalized, reply.getSessionId());
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
   * Sends one text.
   *
   * @param messageId unique among all of this sender, for ever
   */
  public CompletableFuture<SendReceipt> send(
      Session session, String to, String text, ByteString messageId, Duration time) {
    SendRequest request =
        SendRequest.newBuilder()
            .setSessionId(session.id())
            .setTo(to)
            .setMessage(text)
            .setClientMessageId(messageId)
            .build();
    return calls
        .changeAt(ClientAccountGrpc.getSendMethod(), request, time)
        .thenApply(
            answer -> {
              ServerResponse reply = answer.reply();
              check(reply);
              return ModelMapper.receipt(
                  reply.getReceipt(), session.username(), to, text, answer.server().toString());
            });
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
