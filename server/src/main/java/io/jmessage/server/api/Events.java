package io.jmessage.server.api;

import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.Typing;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.ConversationView;

/** What a push stream says. Pure. */
final class Events {

  private Events() {}

  static Event message(ChatMessage message) {
    return Event.newBuilder().setMessage(ApiMapper.message(message)).build();
  }

  static Event conversation(ConversationView view) {
    return Event.newBuilder().setConversation(ApiMapper.conversation(view)).build();
  }

  static Event presence(String username, boolean online) {
    return Event.newBuilder().setPresence(ApiMapper.user(username, online)).build();
  }

  static Event typing(String username, boolean typing) {
    return Event.newBuilder()
        .setTyping(Typing.newBuilder().setUsername(username).setTyping(typing))
        .build();
  }

  static Event accountDeleted(String username) {
    return Event.newBuilder().setAccountDeleted(username).build();
  }
}
