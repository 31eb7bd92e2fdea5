package io.jmessage.server.chat.model;

import com.google.protobuf.ByteString;

/** What a committed command did, for those who want to hear of it at once. */
public sealed interface ChatEvent {

  /** A message is there for both of its parties. */
  record MessageStored(long sender, long receiver, ChatMessage message) implements ChatEvent {}

  /** The marks of a conversation moved; {@code view} is that of {@code account}. */
  record MarksMoved(long account, ConversationView view) implements ChatEvent {}

  record AccountCreated(long account, String name) implements ChatEvent {}

  /** The account is gone, and with it all of its sessions. */
  record AccountDeleted(long account, String name) implements ChatEvent {}

  record SessionEnded(long account, ByteString sessionHash) implements ChatEvent {}
}
