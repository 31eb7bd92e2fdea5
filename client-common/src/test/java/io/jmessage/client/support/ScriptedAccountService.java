package io.jmessage.client.support;

import io.grpc.stub.StreamObserver;
import io.jmessage.proto.client.CaughtUp;
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
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.Sessions;
import io.jmessage.proto.client.SessionsRequest;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.proto.client.TypingRequest;
import io.jmessage.proto.client.Users;
import io.jmessage.proto.client.WatchRequest;
import java.util.List;
import java.util.function.Supplier;

/** The client service over a {@link ScriptedChat}; faults come from its {@link ScriptedServer}. */
final class ScriptedAccountService extends ClientAccountGrpc.ClientAccountImplBase {
  private static final int PAGE = 200;

  private final ScriptedServer server;
  private final ScriptedCluster cluster;
  private final ScriptedChat chat;

  ScriptedAccountService(ScriptedServer server, ScriptedCluster cluster) {
    this.server = server;
    this.cluster = cluster;
    this.chat = cluster.chat;
  }

  @Override
  public void createAccount(CreateAccountRequest request, StreamObserver<ServerResponse> response) {
    change(response, () -> chat.createAccount(request.getUsername(), request.getPassword()));
  }

  @Override
  public void login(LoginRequest request, StreamObserver<ServerResponse> response) {
    change(response, () -> chat.logIn(request));
  }

  @Override
  public void logout(DeleteAccountRequest request, StreamObserver<ServerResponse> response) {
    change(response, () -> chat.logOut(request.getSessionId()));
  }

  @Override
  public void deleteAccount(DeleteAccountRequest request, StreamObserver<ServerResponse> response) {
    change(response, () -> chat.deleteAccount(request.getSessionId()));
  }

  @Override
  public void send(SendRequest request, StreamObserver<ServerResponse> response) {
    // Under the monitor, so that messages are published in their order.
    synchronized (chat) {
      int before = chat.all().size();
      // Known by its message id, and a refusal is not remembered: it may hold no longer.
      respond(response, () -> chat.send(request, server.epoch()));
      List<Message> after = chat.all();
      after.subList(before, after.size()).forEach(cluster::publish);
    }
  }

  @Override
  public void mark(MarkRequest request, StreamObserver<ServerResponse> response) {
    change(
        response,
        () ->
            chat.mark(
                request.getSessionId(),
                request.getUsername(),
                request.getReceivedSequence(),
                request.getReadSequence()));
  }

  @Override
  public void listSessions(SessionsRequest request, StreamObserver<Sessions> response) {
    answer(response, chat.sessionsOf(request.getSessionId()));
  }

  @Override
  public void endSessions(EndSessionsRequest request, StreamObserver<ServerResponse> response) {
    chat.endSessions(request.getSessionId(), request.getKey()).forEach(server::endSession);
    answer(response, ScriptedChat.code(0));
  }

  @Override
  public void changePassword(
      ChangePasswordRequest request, StreamObserver<ServerResponse> response) {
    change(response, () -> chat.changePassword(request));
  }

  @Override
  public void reportTyping(TypingRequest request, StreamObserver<ServerResponse> response) {
    server.tellTyping(
        chat.userOf(request.getSessionId()), request.getUsername(), request.getTyping());
    answer(response, ScriptedChat.code(0));
  }

  @Override
  public void listUsers(Empty request, StreamObserver<Users> response) {
    answer(response, Users.newBuilder().addAllUser(chat.users()).build());
  }

  @Override
  public void listConversations(
      ConversationsRequest request, StreamObserver<Conversations> response) {
    String username = chat.userOf(request.getSessionId());
    answer(
        response,
        username.isEmpty()
            ? Conversations.newBuilder().setErrorCode(14).build()
            : Conversations.newBuilder().addAllConversation(chat.conversations(username)).build());
  }

  @Override
  public void getChat(ChatRequest request, StreamObserver<Messages> response) {
    String username = chat.userOf(request.getSessionId());
    if (username.isEmpty() || !chat.exists(request.getUsername())) {
      answer(response, Messages.newBuilder().setErrorCode(username.isEmpty() ? 14 : 9).build());
      return;
    }
    List<Message> page = page(request, chat.between(username, request.getUsername()));
    answer(
        response,
        Messages.newBuilder().setErrorCode(page.isEmpty() ? 17 : 0).addAllMessage(page).build());
  }

  private static List<Message> page(ChatRequest request, List<Message> all) {
    long before = request.getBeforeSequence() == 0 ? Long.MAX_VALUE : request.getBeforeSequence();
    List<Message> within =
        all.stream()
            .filter(m -> m.getSequence() < before && m.getSequence() > request.getAfterSequence())
            .toList();
    int limit = Math.min(request.getLimit() == 0 ? PAGE : request.getLimit(), within.size());
    return request.getAfterSequence() > 0
        ? within.subList(0, limit)
        : within.subList(within.size() - limit, within.size());
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<Event> stream) {
    synchronized (chat) {
      String username = chat.userOf(request.getSessionId());
      if (username.isEmpty()) {
        stream.onError(server.notLoggedIn());
        return;
      }
      synchronized (stream) {
        replay(username, request.getAfterMessageId(), stream);
      }
      server.subscribe(stream, username, request.getSessionId());
    }
  }

  private void replay(String username, long after, StreamObserver<Event> stream) {
    chat.conversations(username)
        .forEach(c -> stream.onNext(Event.newBuilder().setConversation(c).build()));
    if (after > 0) {
      chat.of(username, after)
          .forEach(m -> stream.onNext(Event.newBuilder().setMessage(m).build()));
    }
    CaughtUp caughtUp = CaughtUp.newBuilder().setLastMessageId(chat.all().size()).build();
    stream.onNext(Event.newBuilder().setCaughtUp(caughtUp).build());
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<ClusterState> stream) {
    server.watch(stream);
  }

  private void change(StreamObserver<ServerResponse> response, Supplier<ServerResponse> request) {
    respond(response, () -> chat.once(CurrentCall.id(), request));
  }

  private void respond(StreamObserver<ServerResponse> response, Supplier<ServerResponse> request) {
    if (server.refuses()) {
      response.onError(server.refusal());
      return;
    }
    ServerResponse reply = request.get();
    if (server.leavesOutcomeUnknown()) {
      response.onError(server.outcomeUnknown());
    } else {
      answer(response, reply);
    }
  }

  private static <T> void answer(StreamObserver<T> response, T reply) {
    response.onNext(reply);
    response.onCompleted();
  }
}
