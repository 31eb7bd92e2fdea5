package io.jmessage.server.api;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.client.AcknowledgeReceivedMessagesRequest;
import io.jmessage.proto.client.ChangePasswordRequest;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClusterState;
import io.jmessage.proto.client.Conversations;
import io.jmessage.proto.client.ConversationsRequest;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.DeleteAccountRequest;
import io.jmessage.proto.client.Empty;
import io.jmessage.proto.client.EndSessionsRequest;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.MarkRequest;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.ReceiveRequest;
import io.jmessage.proto.client.SendManyRequest;
import io.jmessage.proto.client.SendManyResponse;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.Sessions;
import io.jmessage.proto.client.SessionsRequest;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.proto.client.TypingRequest;
import io.jmessage.proto.client.Users;
import io.jmessage.proto.client.WatchRequest;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Page;
import io.jmessage.server.chat.model.PageRequest;
import io.jmessage.server.chat.model.RequestId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The client port's calls; spec.proto says what each promises. Nothing here blocks: handlers run on
 * the network's threads. Behind {@link ErrorMappingInterceptor}. Thread-safe.
 */
final class ClientAccountService extends ClientAccountGrpc.ClientAccountImplBase {
  private final ReplicatedChat chat;
  private final Presence presence;
  private final MessageFeed messageFeed;
  private final ClusterFeed clusterFeed;
  private final SendStreams sendStreams;
  private final EventLoops eventLoops;

  ClientAccountService(
      ReplicatedChat chat,
      Presence presence,
      MessageFeed messageFeed,
      ClusterFeed clusterFeed,
      SendStreams sendStreams,
      EventLoops eventLoops) {
    this.chat = chat;
    this.presence = presence;
    this.messageFeed = messageFeed;
    this.clusterFeed = clusterFeed;
    this.sendStreams = sendStreams;
    this.eventLoops = eventLoops;
  }

  @Override
  public void createAccount(CreateAccountRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.createAccount(requestId(), request.getUsername(), request.getPassword()),
        code -> ApiMapper.response(code, Texts.ACCOUNT_CREATED),
        reply);
  }

  @Override
  public void listUsers(Empty request, StreamObserver<Users> reply) {
    answer(chat.accounts(), this::users, reply);
  }

  @Override
  public void login(LoginRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.login(
            requestId(),
            request.getUsername(),
            request.getPassword(),
            request.getSessionId(),
            request.getClient()),
        ApiMapper::response,
        reply);
  }

  @Override
  public void send(SendRequest request, StreamObserver<ServerResponse> reply) {
    ByteString id = request.getClientMessageId();
    answer(
        chat.send(request.getSessionId(), request.getTo(), request.getMessage(), id),
        ApiMapper::response,
        reply);
  }

  @Override
  public void getMessages(ReceiveRequest request, StreamObserver<Messages> reply) {
    answer(chat.takeUnreceived(request.getSessionId()), ApiMapper::messages, reply);
  }

  @Override
  public void getChat(ChatRequest request, StreamObserver<Messages> reply) {
    answer(page(request), ApiMapper::messages, reply);
  }

  @Override
  public void acknowledgeReceivedMessages(
      AcknowledgeReceivedMessagesRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.markReceived(request.getSessionId(), request.getMessageIdsList()),
        code -> ApiMapper.response(code, Texts.ACKNOWLEDGED),
        reply);
  }

  @Override
  public void deleteAccount(DeleteAccountRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.deleteAccount(requestId(), request.getSessionId()),
        code -> ApiMapper.response(code, Texts.ACCOUNT_DELETED),
        reply);
  }

  @Override
  public void logout(DeleteAccountRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.logout(requestId(), request.getSessionId()),
        code -> ApiMapper.response(code, Texts.LOGGED_OUT),
        reply);
  }

  @Override
  public void listConversations(ConversationsRequest request, StreamObserver<Conversations> reply) {
    answer(chat.conversations(request.getSessionId()), ApiMapper::conversations, reply);
  }

  @Override
  public void mark(MarkRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.mark(
            request.getSessionId(),
            request.getUsername(),
            request.getReceivedSequence(),
            request.getReadSequence()),
        code -> ApiMapper.response(code, Texts.SUCCESS),
        reply);
  }

  @Override
  public void listSessions(SessionsRequest request, StreamObserver<Sessions> reply) {
    ByteString own = ReplicatedChat.sessionHash(request.getSessionId());
    answer(
        chat.sessions(request.getSessionId()),
        sessions -> ApiMapper.sessions(sessions, own),
        reply);
  }

  @Override
  public void endSessions(EndSessionsRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.endSessions(requestId(), request.getSessionId(), request.getKey()),
        code -> ApiMapper.response(code, Texts.SUCCESS),
        reply);
  }

  @Override
  public void changePassword(ChangePasswordRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.changePassword(
            requestId(),
            request.getSessionId(),
            request.getOldPassword(),
            request.getNewPassword()),
        code -> ApiMapper.response(code, Texts.PASSWORD_CHANGED),
        reply);
  }

  @Override
  public void reportTyping(TypingRequest request, StreamObserver<ServerResponse> reply) {
    answer(
        chat.typist(request.getSessionId(), request.getUsername()),
        typist -> {
          if (typist.code() == ErrorCode.OK) {
            messageFeed.typing(typist, request.getTyping());
          }
          return ApiMapper.response(typist.code(), Texts.SUCCESS);
        },
        reply);
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<Event> events) {
    messageFeed.subscribe(request, (ServerCallStreamObserver<Event>) events);
  }

  @Override
  public StreamObserver<SendManyRequest> sendMany(StreamObserver<SendManyResponse> answers) {
    return sendStreams.open((ServerCallStreamObserver<SendManyResponse>) answers);
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<ClusterState> states) {
    clusterFeed.watch((ServerCallStreamObserver<ClusterState>) states);
  }

  /** Old clients send no paging field and rely on the answer's being marked. */
  private CompletableFuture<Page> page(ChatRequest request) {
    boolean paged =
        request.getBeforeSequence() != 0
            || request.getAfterSequence() != 0
            || request.getLimit() != 0;
    if (!paged) {
      return chat.takeNewest(request.getSessionId(), request.getUsername());
    }
    PageRequest part =
        PageRequest.of(request.getBeforeSequence(), request.getAfterSequence(), request.getLimit());
    return chat.page(request.getSessionId(), request.getUsername(), part);
  }

  private Users users(List<Account> accounts) {
    Users.Builder users = Users.newBuilder();
    accounts.forEach(
        account -> users.addUser(ApiMapper.user(account.name(), presence.isOnline(account.id()))));
    return users.build();
  }

  private static Optional<RequestId> requestId() {
    return RequestMetadata.current().requestId();
  }

  /** On the thread that the call came on. */
  private <T, R> void answer(
      CompletableFuture<T> outcome, Function<T, R> mapper, StreamObserver<R> reply) {
    var unused =
        outcome
            .thenApply(mapper)
            .whenCompleteAsync(
                (answer, failure) -> {
                  if (failure != null) {
                    reply.onError(ApiErrors.of(failure));
                  } else {
                    reply.onNext(answer);
                    reply.onCompleted();
                  }
                },
                eventLoops.ofCaller());
  }
}
