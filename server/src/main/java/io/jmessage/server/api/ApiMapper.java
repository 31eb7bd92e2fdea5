package io.jmessage.server.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.jmessage.proto.client.ClusterState;
import io.jmessage.proto.client.Conversation;
import io.jmessage.proto.client.Conversations;
import io.jmessage.proto.client.Member;
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.Position;
import io.jmessage.proto.client.Receipt;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.SessionInfo;
import io.jmessage.proto.client.Sessions;
import io.jmessage.proto.client.User;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.ConversationView;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.LoggedIn;
import io.jmessage.server.chat.model.OpenSession;
import io.jmessage.server.chat.model.Page;
import io.jmessage.server.chat.model.Sent;
import io.jmessage.server.replication.ClusterView;
import java.util.List;
import java.util.Optional;

/** Domain to protobuf. Pure. */
final class ApiMapper {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private ApiMapper() {}

  static ServerResponse response(ErrorCode code, String textIfOk) {
    return ServerResponse.newBuilder()
        .setErrorCode(code.number())
        .setErrorMessage(Texts.of(code, textIfOk))
        .build();
  }

  static ServerResponse response(LoggedIn login) {
    return response(login.code(), Texts.LOGGED_IN).toBuilder()
        .setSessionId(login.sessionId())
        .setAccountId(login.account())
        .build();
  }

  static ServerResponse response(Sent sent) {
    ServerResponse response = response(sent.outcome().code(), Texts.SENT);
    return sent.outcome().isOk()
        ? response.toBuilder().setReceipt(receipt(sent)).build()
        : response;
  }

  static Messages messages(Page page) {
    return Messages.newBuilder()
        .setErrorCode(page.code().number())
        .setErrorMessage(Texts.of(page.code(), Texts.RECEIVED))
        .addAllMessage(page.messages().stream().map(ApiMapper::message).toList())
        .build();
  }

  static Message message(ChatMessage message) {
    return Message.newBuilder()
        .setFrom(message.from())
        .setTo(message.to())
        .setMessage(message.text())
        .setMessageId(message.id())
        .setSequence(message.sequence())
        .setTimeStamp(timestamp(message.timeMicros()))
        .setClientMessageId(message.clientMessageId())
        .setMerged(message.merged())
        .build();
  }

  static Conversations conversations(Optional<List<ConversationView>> views) {
    ErrorCode code = views.isPresent() ? ErrorCode.OK : ErrorCode.NOT_LOGGED_IN;
    return Conversations.newBuilder()
        .setErrorCode(code.number())
        .setErrorMessage(Texts.of(code, Texts.SUCCESS))
        .addAllConversation(views.orElse(List.of()).stream().map(ApiMapper::conversation).toList())
        .build();
  }

  static Conversation conversation(ConversationView view) {
    Conversation.Builder builder =
        Conversation.newBuilder()
            .setUsername(view.peer().name())
            .setLastSequence(view.lastSequence())
            .setReadSequence(view.readSequence())
            .setUnread(view.unread())
            .setPeerReceivedSequence(view.peerReceivedSequence())
            .setPeerReadSequence(view.peerReadSequence())
            .setPeerDeleted(view.peer().deleted())
            .setPeerAccountId(view.peer().id());
    view.last().ifPresent(last -> builder.setLastMessage(message(last)));
    return builder.build();
  }

  /**
   * @param own the caller's
   */
  static Sessions sessions(Optional<List<OpenSession>> sessions, ByteString own) {
    ErrorCode code = sessions.isPresent() ? ErrorCode.OK : ErrorCode.NOT_LOGGED_IN;
    return Sessions.newBuilder()
        .setErrorCode(code.number())
        .setErrorMessage(Texts.of(code, Texts.SUCCESS))
        .addAllSession(
            sessions.orElse(List.of()).stream().map(session -> session(session, own)).toList())
        .build();
  }

  private static SessionInfo session(OpenSession session, ByteString own) {
    return SessionInfo.newBuilder()
        .setKey(session.hash())
        .setOpened(timestamp(session.openedMicros()))
        .setClient(session.client())
        .setCurrent(session.hash().equals(own))
        .build();
  }

  static User user(String name, boolean online) {
    return User.newBuilder()
        .setUsername(name)
        .setStatus(online ? Texts.ONLINE : Texts.OFFLINE)
        .build();
  }

  static ClusterState clusterState(ClusterView view) {
    ClusterState.Builder builder =
        ClusterState.newBuilder()
            .setClusterId(view.clusterId().orElse(""))
            .setEpoch(view.epoch().number())
            .setMasterId(view.master().map(ClusterView.Member::id).orElse(""))
            .setCommitIndex(view.commitIndex());
    view.members().forEach(member -> builder.addMember(member(member, view)));
    return builder.build();
  }

  private static Member member(ClusterView.Member member, ClusterView view) {
    return Member.newBuilder()
        .setId(member.id())
        .setClientAddress(member.clientAddress().toString())
        .setMaster(view.master().map(m -> m.id().equals(member.id())).orElse(false))
        .setInSync(member.inSync())
        .build();
  }

  private static Receipt receipt(Sent sent) {
    return Receipt.newBuilder()
        .setMessageId(sent.outcome().messageId())
        .setSequence(sent.outcome().sequence())
        .setTimeStamp(timestamp(sent.outcome().timeMicros()))
        .setPosition(Position.newBuilder().setEpoch(sent.epoch()).setIndex(sent.index()))
        .setCopies(sent.copies())
        .setMembers(sent.members())
        .build();
  }

  private static Timestamp timestamp(long micros) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(micros, MICROS_PER_SECOND))
        .setNanos((int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO)
        .build();
  }
}
