package io.jmessage.client.support;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.jmessage.proto.client.ChangePasswordRequest;
import io.jmessage.proto.client.Conversation;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.Position;
import io.jmessage.proto.client.Receipt;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.SessionInfo;
import io.jmessage.proto.client.Sessions;
import io.jmessage.proto.client.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The chat that all scripted servers share, as if replication were instant: accounts, sessions,
 * messages, marks, and the first answer to every request id. Guarded by its own monitor.
 */
final class ScriptedChat {
  private final Map<String, String> passwords = new LinkedHashMap<>();
  private final Map<String, String> sessions = new LinkedHashMap<>();
  private final List<Message> messages = new ArrayList<>();
  private final Map<RequestId, ServerResponse> answers = new HashMap<>();
  private final Map<String, Long> readMarks = new HashMap<>();
  private final Map<String, Long> receivedMarks = new HashMap<>();
  private final Map<String, Long> accounts = new HashMap<>();
  private final Map<String, String> clients = new LinkedHashMap<>();
  private long nextAccount = 1;

  /** Runs a request that changes something, once per id. */
  synchronized ServerResponse once(RequestId id, Supplier<ServerResponse> request) {
    ServerResponse known = answers.get(id);
    if (known != null) {
      return known;
    }
    ServerResponse answer = request.get();
    if (id.isGiven()) {
      answers.put(id, answer);
    }
    return answer;
  }

  synchronized ServerResponse createAccount(String username, String password) {
    if (username.isEmpty() || username.length() > 64) {
      return code(3);
    }
    if (passwords.putIfAbsent(username, password) != null) {
      return code(8);
    }
    accounts.put(username, nextAccount++);
    return code(0);
  }

  synchronized ServerResponse logIn(LoginRequest request) {
    String password = passwords.get(request.getUsername());
    if (password == null) {
      return code(9);
    }
    if (!password.equals(request.getPassword())) {
      return code(10);
    }
    sessions.put(request.getSessionId(), request.getUsername());
    clients.put(request.getSessionId(), request.getClient());
    return code(0).toBuilder()
        .setSessionId(request.getSessionId())
        .setAccountId(accounts.getOrDefault(request.getUsername(), 0L))
        .build();
  }

  synchronized ServerResponse logOut(String session) {
    return sessions.remove(session) == null ? code(14) : code(0);
  }

  synchronized ServerResponse deleteAccount(String session) {
    String username = sessions.get(session);
    if (username == null) {
      return code(14);
    }
    passwords.remove(username);
    messages.replaceAll(m -> withoutName(m, username));
    sessions.values().removeIf(username::equals);
    return code(0);
  }

  /** The sessions of the caller's account. */
  synchronized Sessions sessionsOf(String session) {
    String username = sessions.get(session);
    Sessions.Builder all = Sessions.newBuilder().setErrorCode(username == null ? 14 : 0);
    sessions.forEach(
        (id, name) -> {
          if (name.equals(username)) {
            all.addSession(
                SessionInfo.newBuilder()
                    .setKey(key(id))
                    .setClient(clients.getOrDefault(id, ""))
                    .setCurrent(id.equals(session)));
          }
        });
    return all.build();
  }

  synchronized List<String> endSessions(String session, ByteString key) {
    String username = sessions.getOrDefault(session, "");
    List<String> ended =
        sessions.entrySet().stream()
            .filter(s -> s.getValue().equals(username) && !s.getKey().equals(session))
            .filter(s -> key.isEmpty() || key(s.getKey()).equals(key))
            .map(Map.Entry::getKey)
            .toList();
    ended.forEach(sessions::remove);
    return ended;
  }

  /** All begin alike, and soon differ as those of a real server do. */
  private static ByteString key(String session) {
    UUID hash = UUID.nameUUIDFromBytes(session.getBytes(StandardCharsets.UTF_8));
    return ByteString.copyFromUtf8("k")
        .concat(ByteString.fromHex(hash.toString().replace("-", "")));
  }

  synchronized ServerResponse changePassword(ChangePasswordRequest request) {
    String username = sessions.get(request.getSessionId());
    if (username == null) {
      return code(14);
    }
    if (!request.getOldPassword().equals(passwords.get(username))) {
      return code(10);
    }
    passwords.put(username, request.getNewPassword());
    return code(0);
  }

  /** Its messages stay, and do not show to who takes the name. */
  private static Message withoutName(Message message, String username) {
    Message.Builder builder = message.toBuilder();
    if (message.getFrom().equals(username)) {
      builder.setFrom("(gone) " + username);
    }
    if (message.getTo().equals(username)) {
      builder.setTo("(gone) " + username);
    }
    return builder.build();
  }

  synchronized ServerResponse send(SendRequest request, long epoch) {
    String from = sessions.get(request.getSessionId());
    if (from == null) {
      return code(14);
    }
    if (!passwords.containsKey(request.getTo())) {
      return code(15);
    }
    Message message = append(from, request);
    return code(0).toBuilder().setReceipt(receipt(message, epoch)).build();
  }

  private Message append(String from, SendRequest request) {
    for (Message earlier : messages) {
      if (earlier.getFrom().equals(from)
          && earlier.getClientMessageId().equals(request.getClientMessageId())) {
        return earlier;
      }
    }
    Instant now = Instant.now();
    Message message =
        Message.newBuilder()
            .setFrom(from)
            .setTo(request.getTo())
            .setMessage(request.getMessage())
            .setMessageId(messages.size() + 1L)
            .setSequence(between(from, request.getTo()).size() + 1L)
            .setTimeStamp(
                Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
            .setClientMessageId(request.getClientMessageId())
            .build();
    messages.add(message);
    return message;
  }

  private Receipt receipt(Message message, long epoch) {
    return Receipt.newBuilder()
        .setMessageId(message.getMessageId())
        .setSequence(message.getSequence())
        .setTimeStamp(message.getTimeStamp())
        .setPosition(Position.newBuilder().setEpoch(epoch).setIndex(message.getMessageId()))
        .setCopies(3)
        .setMembers(3)
        .build();
  }

  synchronized ServerResponse mark(String session, String with, long received, long read) {
    String username = sessions.get(session);
    if (username == null) {
      return code(14);
    }
    receivedMarks.merge(username + "/" + with, Math.max(received, read), Math::max);
    readMarks.merge(username + "/" + with, read, Math::max);
    return code(0);
  }

  synchronized void endSessions(String username) {
    sessions.values().removeIf(username::equals);
  }

  synchronized String userOf(String session) {
    return sessions.getOrDefault(session, "");
  }

  synchronized List<User> users() {
    return passwords.keySet().stream()
        .map(
            name ->
                User.newBuilder()
                    .setUsername(name)
                    .setStatus(sessions.containsValue(name) ? "online" : "offline")
                    .build())
        .toList();
  }

  synchronized boolean exists(String username) {
    return passwords.containsKey(username);
  }

  synchronized List<Message> between(String one, String other) {
    Set<List<String>> ways =
        one.equals(other)
            ? Set.of(List.of(one, one))
            : Set.of(List.of(one, other), List.of(other, one));
    return messages.stream().filter(m -> ways.contains(List.of(m.getFrom(), m.getTo()))).toList();
  }

  synchronized List<Message> of(String username, long afterId) {
    return messages.stream()
        .filter(m -> m.getMessageId() > afterId)
        .filter(m -> m.getFrom().equals(username) || m.getTo().equals(username))
        .toList();
  }

  synchronized List<Message> all() {
    return List.copyOf(messages);
  }

  synchronized List<Conversation> conversations(String username) {
    Set<String> peers = new LinkedHashSet<>();
    of(username, 0).forEach(m -> peers.add(m.getFrom().equals(username) ? m.getTo() : m.getFrom()));
    return peers.stream().map(peer -> conversation(username, peer)).toList();
  }

  synchronized Conversation conversation(String username, String peer) {
    List<Message> both = between(username, peer);
    long read = readMarks.getOrDefault(username + "/" + peer, 0L);
    Conversation.Builder builder =
        Conversation.newBuilder()
            .setUsername(peer)
            .setLastSequence(both.size())
            .setReadSequence(read)
            .setUnread(
                both.stream()
                    .filter(m -> m.getFrom().equals(peer) && m.getSequence() > read)
                    .count())
            .setPeerReceivedSequence(receivedMarks.getOrDefault(peer + "/" + username, 0L))
            .setPeerReadSequence(readMarks.getOrDefault(peer + "/" + username, 0L))
            .setPeerAccountId(accounts.getOrDefault(peer, 0L));
    if (!both.isEmpty()) {
      builder.setLastMessage(both.get(both.size() - 1));
    }
    return builder.build();
  }

  static ServerResponse code(int code) {
    return ServerResponse.newBuilder().setErrorCode(code).setErrorMessage("code " + code).build();
  }
}
