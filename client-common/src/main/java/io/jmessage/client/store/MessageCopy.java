package io.jmessage.client.store;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What one account has received and read, in memory, and told to a {@link CopyFile} as it grows.
 * Bounded: the oldest messages go first. Never the truth: the servers have that, and whatever is
 * missing here is fetched from them. Thread-safe; no method blocks.
 */
public final class MessageCopy {
  /** Up to where messages of a conversation were delivered. */
  public record Delivered(long sequence, long messageId) {}

  /**
   * How much is kept.
   *
   * @param textBytes UTF-16 units of text, twice
   */
  public record Limits(int messages, long textBytes) {
    /** A year of a busy user; some 40 MB of memory when full. */
    public static final Limits STANDARD = new Limits(50_000, 32L << 20);

    /** Numbers and last lines only. */
    public static final Limits NO_MESSAGES = new Limits(0, 0);
  }

  private final Limits limits;
  private final Map<String, Peer> peers = new HashMap<>();
  private final NavigableMap<Long, String> peerOfId = new TreeMap<>();
  private Consumer<byte[]> file = record -> {};
  private long position;
  private long textBytes;

  public MessageCopy(Limits limits) {
    this.limits = limits;
  }

  /** Takes in what a file holds; from then on everything new is told to it. */
  synchronized void fill(List<byte[]> records) throws java.io.IOException {
    Loading loading = new Loading();
    for (byte[] record : records) {
      CopyRecord.read(record, loading);
    }
  }

  synchronized void tell(Consumer<byte[]> newFile) {
    this.file = newFile;
  }

  /** All of it as records, for a file that has grown too long. */
  synchronized List<byte[]> records() {
    List<byte[]> records = new ArrayList<>();
    peers.forEach((name, peer) -> peer.write(name, records));
    records.add(CopyRecord.position(position));
    return records;
  }

  /** Roughly what {@link #records} would take. */
  synchronized long bytes() {
    return textBytes + 100L * peerOfId.size() + 200L * peers.size();
  }

  // ---- Written by the session. ----

  /** A message; one that is there already changes nothing. */
  public synchronized void add(String peer, ChatMessage message, Origin origin) {
    put(peer, message, origin);
    file.accept(CopyRecord.message(peer, message, origin));
  }

  /** A conversation's numbers are these; with {@code peerAccount} 0 if that is not known. */
  public synchronized void update(Conversation conversation, long peerAccount) {
    put(conversation, peerAccount);
    file.accept(CopyRecord.conversation(conversation, peer(conversation.with()).account));
    conversation
        .lastMessage()
        .filter(last -> !peer(conversation.with()).messages.containsKey(last.sequence()))
        .ifPresent(last -> add(conversation.with(), last, Origin.HISTORY));
  }

  /** Everything up to this message id has been delivered. */
  public synchronized void caughtUp(long messageId) {
    if (messageId > position) {
      position = messageId;
      file.accept(CopyRecord.position(messageId));
    }
  }

  /** What comes before this was history when the account logged in here, or cannot be had. */
  public synchronized void deliveredUpTo(String name, long sequence, long messageId) {
    peer(name).delivered = new Delivered(sequence, messageId);
    file.accept(CopyRecord.delivered(name, sequence, messageId));
  }

  /** The user has read up to here; 0: the cluster knows. */
  public synchronized void wantRead(String name, long sequence) {
    peer(name).wantedRead = sequence;
    file.accept(CopyRecord.wantedRead(name, sequence));
  }

  /** The name belongs to another account now, or the messages are others. */
  public synchronized void forget(String name) {
    remove(name);
    file.accept(CopyRecord.forgotten(name));
  }

  /** The cluster is not what it was: it has fewer messages than were seen. */
  public synchronized void forgetAll() {
    List.copyOf(peers.keySet()).forEach(this::forget);
    position = 0;
    file.accept(CopyRecord.position(0));
  }

  // ---- Read by anybody. ----

  /** Up to which message id everything has been delivered; 0: begin anew. */
  public synchronized long position() {
    return position;
  }

  public synchronized Map<String, Delivered> delivered() {
    Map<String, Delivered> all = new HashMap<>();
    peers.forEach((name, peer) -> all.put(name, peer.delivered));
    return all;
  }

  /** Where the user has read and the cluster may not know it. */
  public synchronized Map<String, Long> wantedRead() {
    Map<String, Long> all = new HashMap<>();
    peers.forEach(
        (name, peer) -> {
          if (peer.wantedRead > 0) {
            all.put(name, peer.wantedRead);
          }
        });
    return all;
  }

  /** The account behind a name, as last told; 0: not known. */
  public synchronized long accountOf(String name) {
    Peer peer = peers.get(name);
    return peer == null ? 0 : peer.account;
  }

  public synchronized Optional<Conversation> conversation(String with) {
    return Optional.ofNullable(peers.get(with)).flatMap(Peer::shown);
  }

  /** Whether the cluster's last message has a number that another one has here. */
  public synchronized boolean contradicts(Conversation told) {
    Peer peer = peers.get(told.with());
    if (peer == null || told.lastMessage().isEmpty()) {
      return false;
    }
    ChatMessage last = told.lastMessage().get();
    ChatMessage here = peer.messages.get(last.sequence());
    return here != null && here.id() != last.id();
  }

  /** Newest message first; conversations without any come last. */
  public synchronized List<Conversation> conversations() {
    return peers.values().stream()
        .flatMap(peer -> peer.shown().stream())
        .sorted(Comparator.comparingLong(c -> -c.lastMessage().map(ChatMessage::id).orElse(0L)))
        .toList();
  }

  /** What is here of the messages below a number, the newest of them, oldest first. */
  public synchronized List<ChatMessage> history(String with, long beforeSequence, int limit) {
    Peer peer = peers.get(with);
    if (peer == null) {
      return List.of();
    }
    long before = beforeSequence == 0 ? Long.MAX_VALUE : beforeSequence;
    List<ChatMessage> page =
        new ArrayList<>(
            peer.messages.headMap(before, false).descendingMap().values().stream()
                .limit(limit)
                .toList());
    Collections.reverse(page);
    return List.copyOf(page);
  }

  /** The same page if it is all here, as the servers would answer; else empty. */
  public synchronized Optional<List<ChatMessage>> wholePage(
      String with, long beforeSequence, int limit) {
    Peer peer = peers.get(with);
    if (peer == null || peer.conversation.isEmpty()) {
      return Optional.empty();
    }
    long last = peer.conversation.get().lastSequence();
    if (beforeSequence - 1 > last) {
      return Optional.empty(); // who asks knows of more than is here
    }
    long to = beforeSequence == 0 ? last : Math.min(last, beforeSequence - 1);
    long from = Math.max(1, to - limit + 1);
    if (to < 1) {
      return Optional.of(List.of());
    }
    List<ChatMessage> page = List.copyOf(peer.messages.subMap(from, true, to, true).values());
    return page.size() == to - from + 1 ? Optional.of(page) : Optional.empty();
  }

  // ---- Inside. ----

  private Peer peer(String name) {
    return peers.computeIfAbsent(name, any -> new Peer());
  }

  private void put(Conversation conversation, long peerAccount) {
    Peer peer = peer(conversation.with());
    peer.conversation = Optional.of(conversation);
    if (peerAccount != 0) {
      peer.account = peerAccount;
    }
    conversation.lastMessage().ifPresent(peer::sawLast);
  }

  private void put(String name, ChatMessage message, Origin origin) {
    Peer peer = peer(name);
    ChatMessage before = peer.messages.put(message.sequence(), message);
    textBytes += size(message) - (before == null ? 0 : size(before));
    if (before != null) {
      peerOfId.remove(before.id());
    }
    peerOfId.put(message.id(), name);
    peer.sawLast(message);
    if (origin != Origin.HISTORY) {
      peer.delivered = new Delivered(message.sequence(), message.id());
    }
    if (origin == Origin.STREAM) {
      position = Math.max(position, message.id());
    }
    trim();
  }

  private void trim() {
    while (peerOfId.size() > limits.messages() || textBytes > limits.textBytes()) {
      Map.Entry<Long, String> oldest = peerOfId.pollFirstEntry();
      if (oldest == null) {
        return;
      }
      Peer peer = peer(oldest.getValue());
      Map.Entry<Long, ChatMessage> first = peer.messages.firstEntry();
      // Ids rise with the sequence, so the oldest id of all is the first of its conversation.
      if (first != null) {
        peer.messages.remove(first.getKey());
        peerOfId.remove(first.getValue().id());
        textBytes -= size(first.getValue());
      }
    }
  }

  private void remove(String name) {
    Peer peer = peers.remove(name);
    if (peer != null) {
      peer.messages
          .values()
          .forEach(
              message -> {
                peerOfId.remove(message.id());
                textBytes -= size(message);
              });
    }
  }

  private static long size(ChatMessage message) {
    return 2L * message.text().length();
  }

  /** One conversation. */
  private static final class Peer {
    private final NavigableMap<Long, ChatMessage> messages = new TreeMap<>();
    private Optional<Conversation> conversation = Optional.empty();
    private Optional<ChatMessage> last = Optional.empty();
    private Delivered delivered = new Delivered(0, 0);
    private long account;
    private long wantedRead;

    void sawLast(ChatMessage message) {
      if (last.isEmpty() || message.sequence() >= last.get().sequence()) {
        last = Optional.of(message);
      }
    }

    /** With its last message, which travels apart from it. */
    Optional<Conversation> shown() {
      return conversation.map(
          c ->
              new Conversation(
                  c.with(),
                  c.lastSequence(),
                  c.readSequence(),
                  c.unread(),
                  c.peerReceivedSequence(),
                  c.peerReadSequence(),
                  last,
                  c.peerDeleted()));
    }

    void write(String name, List<byte[]> records) {
      conversation.ifPresent(c -> records.add(CopyRecord.conversation(c, account)));
      last.filter(message -> !messages.containsKey(message.sequence()))
          .ifPresent(m -> records.add(CopyRecord.message(name, m, Origin.HISTORY)));
      messages.values().forEach(m -> records.add(CopyRecord.message(name, m, Origin.HISTORY)));
      records.add(CopyRecord.delivered(name, delivered.sequence(), delivered.messageId()));
      if (wantedRead > 0) {
        records.add(CopyRecord.wantedRead(name, wantedRead));
      }
    }
  }

  /** From a file; under this object's monitor. */
  private final class Loading implements CopyRecord.Reader {
    @Override
    public void conversation(Conversation conversation, long peerAccount) {
      put(conversation, peerAccount);
    }

    @Override
    public void message(String peer, ChatMessage message, Origin origin) {
      put(peer, message, origin);
    }

    @Override
    public void position(long messageId) {
      position = messageId;
    }

    @Override
    public void forgotten(String peer) {
      remove(peer);
    }

    @Override
    public void delivered(String peer, long sequence, long messageId) {
      peer(peer).delivered = new Delivered(sequence, messageId);
    }

    @Override
    public void wantedRead(String peer, long sequence) {
      peer(peer).wantedRead = sequence;
    }
  }
}
