package io.jmessage.gui.fake;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.ClusterMember;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.DeviceSession;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Accounts, conversations and servers in memory. While no server is master, requests wait, as they
 * do with the real client. Everything that clients hear goes through one executor, in order.
 * Thread-safe.
 */
public final class FakeCluster {
  private final Clock clock;
  private final Executor events;

  private final Map<String, String> passwords = new TreeMap<>();
  private final Map<String, FakeConversation> conversations = new TreeMap<>();
  private final List<FakeChatClient> clients = new ArrayList<>();
  private final List<FakeChatClient> elsewhere = new ArrayList<>();
  private final List<FakeServer> servers = new ArrayList<>();
  private final List<Request<?>> waitingRequests = new ArrayList<>();
  private final List<Runnable> afterAnswer = new ArrayList<>();

  /** What this machine's disk holds, by account. */
  private final Map<String, FakeLines> disk = new TreeMap<>();

  /** Accounts whose sessions were left open, the last one first. */
  private final List<String> saved = new ArrayList<>();

  private long lastLine;
  private long lastId;
  private long epoch = 1;
  private Status status;
  private Instant since;
  private String reason = "";
  private Optional<String> server = Optional.empty();
  private int retries;
  private boolean messageBeforeReceipt = true;
  private boolean answering = true;

  private record Request<T>(CompletableFuture<T> answer, Supplier<T> work) {}

  private static final class FakeServer {
    private final int id;
    private boolean alive = true;

    FakeServer(int id) {
      this.id = id;
    }

    String name() {
      return "server " + id + " (localhost:" + (2624 + id) + ")";
    }
  }

  /**
   * @param serverCount 0: nothing answers until {@link #start}
   */
  public FakeCluster(int serverCount, Clock clock, Executor events) {
    this.clock = clock;
    this.events = events;
    this.since = clock.instant();
    this.status = serverCount == 0 ? Status.CONNECTING : Status.CONNECTED;
    addServers(serverCount);
  }

  /**
   * Three servers; every client hears of things while they happen, on the thread that does them.
   */
  public static FakeCluster ofThree(Clock clock) {
    return new FakeCluster(3, clock, Runnable::run);
  }

  public synchronized FakeChatClient newClient() {
    FakeChatClient client = new FakeChatClient(this);
    clients.add(client);
    return client;
  }

  /** A client on another machine. */
  public synchronized FakeChatClient newClientElsewhere() {
    FakeChatClient client = newClient();
    elsewhere.add(client);
    return client;
  }

  /** Servers come up, the first of them as master. */
  public synchronized void start(int serverCount) {
    addServers(serverCount);
    change(Status.CONNECTED, "");
    answerWaiting();
  }

  /** The master dies. Nothing is answered until {@link #elect}. */
  public synchronized void killMaster() {
    servers.stream().filter(candidate -> candidate.alive).findFirst().orElseThrow().alive = false;
    change(Status.LOOKING_FOR_MASTER, "connection refused");
  }

  /** A slave dies; the master goes on. */
  public synchronized void killSlave() {
    List<FakeServer> living = servers.stream().filter(candidate -> candidate.alive).toList();
    living.get(living.size() - 1).alive = false;
    change(status, reason);
  }

  /** All servers that live elect the first of them. */
  public synchronized void elect() {
    epoch++;
    change(Status.CONNECTED, "");
    answerWaiting();
  }

  /** The deadline of everything that waits passes. */
  public synchronized void timeOutWaiting() {
    List<Request<?>> late = List.copyOf(waitingRequests);
    waitingRequests.clear();
    for (Request<?> request : late) {
      ChatClientException failure =
          new ChatClientException(Reason.TIMED_OUT, "no server answered in time");
      events.execute(() -> request.answer().completeExceptionally(failure));
    }
  }

  /** The master is alive but slow: requests wait until {@code true}. */
  public synchronized void answer(boolean now) {
    answering = now;
    answerWaiting();
  }

  /** Whether the stream tells of a message before the answer to its sending does. */
  public synchronized void messageBeforeReceipt(boolean now) {
    messageBeforeReceipt = now;
  }

  /** Ends a session from elsewhere. */
  public synchronized void endSession(FakeChatClient client, String why) {
    client.username = Optional.empty();
    client.tell(listener -> listener.onSessionEnded(why));
  }

  /** As if a device of the account sent it at that time. */
  public synchronized ChatMessage put(String from, String to, String text, Instant time) {
    ChatMessage message = append(from, to, text, time);
    tellMessage(message);
    return message;
  }

  /** As {@link #put}, told to nobody: history. */
  public synchronized ChatMessage putSilently(String from, String to, String text, Instant time) {
    return append(from, to, text, time);
  }

  /** As if {@code reader} had read all that {@code other} wrote. */
  public synchronized void putRead(String reader, String other) {
    FakeConversation conversation = conversation(reader, other);
    conversation.markRead(reader, conversation.last());
    tellConversation(conversation);
  }

  public synchronized void createAccounts(String... names) {
    for (String name : names) {
      createAccount(name, "secret");
    }
  }

  /** As if its owner deleted it elsewhere. */
  public synchronized void deleteAccountOf(String name) {
    passwords.remove(name);
    tellAll(listener -> listener.onAccountDeleted(name));
  }

  /** Somebody writes, or has stopped. */
  public synchronized void typing(String from, String to, boolean writes) {
    for (FakeChatClient client : List.copyOf(clients)) {
      if (client.username.filter(to::equals).isPresent()) {
        client.tell(listener -> listener.onTyping(from, writes));
      }
    }
  }

  /** How often a client asked to retry at once. */
  public synchronized int retries() {
    return retries;
  }

  /** What a conversation holds, oldest first. */
  public synchronized List<String> texts(String one, String other) {
    return conversation(one, other).messages.stream().map(ChatMessage::text).toList();
  }

  /** Up to which {@code reader} told the cluster to have read. */
  public synchronized long readMark(String reader, String other) {
    return conversation(reader, other).read(reader);
  }

  public synchronized boolean hasAccount(String name) {
    return passwords.containsKey(name);
  }

  synchronized <T> CompletableFuture<T> ask(Supplier<T> work) {
    Request<T> request = new Request<>(new CompletableFuture<>(), work);
    if (answering && status == Status.CONNECTED) {
      run(request);
    } else {
      waitingRequests.add(request);
    }
    return request.answer();
  }

  private <T> void run(Request<T> request) {
    try {
      T value = request.work().get();
      events.execute(() -> request.answer().complete(value));
    } catch (ChatClientException failure) {
      events.execute(() -> request.answer().completeExceptionally(failure));
    }
    tellLater();
  }

  synchronized void retried() {
    retries++;
  }

  synchronized boolean createAccount(String name, String password) {
    if (passwords.putIfAbsent(name, password) != null) {
      throw new ChatClientException(Reason.USERNAME_TAKEN, "taken");
    }
    tellPresence(name);
    return true;
  }

  synchronized boolean logIn(FakeChatClient client, String name, String password) {
    String expected = passwords.get(name);
    if (expected == null) {
      throw new ChatClientException(Reason.UNKNOWN_USER, "unknown");
    }
    if (!expected.equals(password)) {
      throw new ChatClientException(Reason.WRONG_PASSWORD, "wrong");
    }
    begin(client, name);
    return true;
  }

  /** As a new client on the same machine: the session is known here, no server need answer. */
  synchronized void resume(FakeChatClient client, String name) {
    if (!saved.contains(name)) {
      throw notLoggedIn();
    }
    if (status == Status.CONNECTED) {
      begin(client, name);
    } else {
      client.username = Optional.of(name);
    }
  }

  synchronized List<String> saved() {
    return List.copyOf(saved);
  }

  private void begin(FakeChatClient client, String name) {
    client.username = Optional.of(name);
    client.opened = clock.instant();
    if (!elsewhere.contains(client)) {
      saved.remove(name);
      saved.add(0, name);
    }
    tellPresence(name);
    for (FakeConversation conversation : conversations.values()) {
      if (conversation.has(name)) {
        conversation.received(name, conversation.last());
        tellConversation(conversation);
      }
    }
    sendLines();
  }

  synchronized OutgoingMessage queue(String self, String to, String text) {
    String why = status == Status.CONNECTED ? "on its way to the servers" : reason;
    OutgoingMessage line =
        new OutgoingMessage(
            String.format(Locale.ROOT, "%032x", ++lastLine),
            to,
            text,
            clock.instant(),
            new DeliveryState.Waiting(clock.instant(), why));
    disk(self).add(line);
    tellOutgoing(self, line);
    sendLines();
    return line;
  }

  synchronized List<OutgoingMessage> lines(String self) {
    return disk(self).all();
  }

  synchronized boolean retryLine(String self, String id) {
    Optional<OutgoingMessage> failed =
        disk(self).find(id).filter(line -> line.state() instanceof DeliveryState.Failed);
    if (failed.isEmpty()) {
      return false;
    }
    disk(self).remove(id);
    disk(self).add(failed.get());
    change(self, failed.get(), new DeliveryState.Waiting(clock.instant(), "on its way"));
    sendLines();
    return true;
  }

  synchronized boolean discardLine(String self, String id) {
    return disk(self).remove(id);
  }

  synchronized List<ChatMessage> copied(String self) {
    return disk(self).copied();
  }

  synchronized List<Conversation> copiedConversations(String self) {
    return conversations.values().stream()
        .filter(conversation -> conversation.has(self))
        .map(conversation -> conversation.copiedBy(self, copied(self)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Sends what waits, in order, as the client library does whenever a master answers. */
  private void sendLines() {
    if (!answering || status != Status.CONNECTED) {
      return;
    }
    for (FakeChatClient client : List.copyOf(clients)) {
      client.username.ifPresent(name -> sendLines(client, name));
    }
  }

  private void sendLines(FakeChatClient client, String self) {
    for (OutgoingMessage line : disk(self).all()) {
      boolean waits = disk(self).find(line.id()).filter(FakeCluster::isWaiting).isPresent();
      if (waits) {
        sendLine(client, self, line);
      }
    }
  }

  private static boolean isWaiting(OutgoingMessage line) {
    return line.state() instanceof DeliveryState.Waiting;
  }

  private void sendLine(FakeChatClient client, String self, OutgoingMessage line) {
    try {
      // Off the disk first: what hears of the message may send the next one.
      disk(self).remove(line.id());
      SendReceipt receipt = send(client, self, line.to(), line.text());
      tellOutgoing(self, line.with(new DeliveryState.Stored(clock.instant(), receipt)));
      tellLater();
    } catch (ChatClientException failure) {
      disk(self).add(line);
      change(
          self,
          line,
          new DeliveryState.Failed(
              clock.instant(),
              failure.reason(),
              "this account does not exist any more; discard it, or try again"));
    }
  }

  private void change(String self, OutgoingMessage line, DeliveryState state) {
    tellOutgoing(self, disk(self).change(line, state));
  }

  private void tellOutgoing(String self, OutgoingMessage line) {
    for (FakeChatClient client : List.copyOf(clients)) {
      if (client.username.filter(self::equals).isPresent()) {
        client.tell(listener -> listener.onOutgoing(line));
      }
    }
  }

  private FakeLines disk(String self) {
    return disk.computeIfAbsent(self, name -> new FakeLines());
  }

  private void tellLater() {
    List<Runnable> later = List.copyOf(afterAnswer);
    afterAnswer.clear();
    later.forEach(Runnable::run);
  }

  synchronized boolean logOut(FakeChatClient client) {
    Optional<String> name = client.username;
    name.ifPresent(saved::remove);
    name.ifPresent(gone -> disk(gone).forgetCopy());
    client.username = Optional.empty();
    name.ifPresent(this::tellPresence);
    return true;
  }

  synchronized boolean deleteAccount(FakeChatClient client) {
    String name = client.username.orElseThrow(FakeCluster::notLoggedIn);
    passwords.remove(name);
    client.username = Optional.empty();
    tellAll(listener -> listener.onAccountDeleted(name));
    return true;
  }

  synchronized List<DeviceSession> sessionsOf(FakeChatClient client) {
    return sameAccount(client).stream()
        .map(
            other ->
                new DeviceSession(
                    Integer.toString(clients.indexOf(other)),
                    other.opened,
                    elsewhere.contains(other) ? "terminal" : "window",
                    other == client))
        .toList();
  }

  /**
   * @param key of a session; empty: all but that of the client
   */
  synchronized int endSessions(FakeChatClient client, String key, String why) {
    List<FakeChatClient> ended =
        sameAccount(client).stream()
            .filter(other -> other != client)
            .filter(other -> key.isEmpty() || key.equals(Integer.toString(clients.indexOf(other))))
            .toList();
    ended.forEach(other -> endSession(other, why));
    return ended.size();
  }

  synchronized int changePassword(FakeChatClient client, String old, String fresh) {
    String name = client.username.orElseThrow(FakeCluster::notLoggedIn);
    if (!old.equals(passwords.get(name))) {
      throw new ChatClientException(Reason.WRONG_PASSWORD, "wrong");
    }
    passwords.put(name, fresh);
    return endSessions(client, "", "the password was changed");
  }

  private List<FakeChatClient> sameAccount(FakeChatClient client) {
    String name = client.username.orElseThrow(FakeCluster::notLoggedIn);
    return clients.stream()
        .filter(other -> other.username.filter(name::equals).isPresent())
        .toList();
  }

  synchronized List<Person> people() {
    return passwords.keySet().stream().map(name -> new Person(name, online(name))).toList();
  }

  synchronized List<Conversation> conversationsOf(FakeChatClient client) {
    String self = client.username.orElseThrow(FakeCluster::notLoggedIn);
    return conversations.values().stream()
        .filter(conversation -> conversation.has(self) && conversation.last() > 0)
        .map(conversation -> conversation.seenBy(self, isDeleted(conversation.other(self))))
        .toList();
  }

  synchronized SendReceipt send(FakeChatClient client, String self, String to, String text) {
    if (client.username.filter(self::equals).isEmpty()) {
      throw notLoggedIn();
    }
    if (!passwords.containsKey(to)) {
      throw new ChatClientException(Reason.UNKNOWN_RECEIVER, "gone");
    }
    ChatMessage message = append(self, to, text, clock.instant());
    if (messageBeforeReceipt) {
      tellMessage(message);
    } else {
      afterAnswer.add(() -> tellMessage(message));
    }
    int living = (int) servers.stream().filter(candidate -> candidate.alive).count();
    return new SendReceipt(message, epoch, message.id(), living, servers.size(), "localhost:2625");
  }

  synchronized List<ChatMessage> history(
      FakeChatClient client, String with, long before, int limit) {
    String self = client.username.orElseThrow(FakeCluster::notLoggedIn);
    List<ChatMessage> all = conversation(self, with).messages;
    int end = before == 0 ? all.size() : (int) Math.min(all.size(), before - 1);
    List<ChatMessage> page = List.copyOf(all.subList(Math.max(0, end - limit), end));
    page.forEach(disk(self)::copy);
    return page;
  }

  synchronized boolean markRead(FakeChatClient client, String with, long sequence) {
    String self = client.username.orElseThrow(FakeCluster::notLoggedIn);
    FakeConversation conversation = conversation(self, with);
    conversation.markRead(self, sequence);
    tellConversation(conversation);
    return true;
  }

  synchronized ConnectionState connectionState() {
    String masterId = Integer.toString(master());
    List<ClusterMember> members =
        status == Status.CONNECTING
            ? List.of()
            : servers.stream()
                .filter(candidate -> candidate.alive)
                .map(
                    candidate ->
                        new ClusterMember(
                            Integer.toString(candidate.id),
                            "localhost:" + (2624 + candidate.id),
                            masterId.equals(Integer.toString(candidate.id)),
                            true))
                .toList();
    return new ConnectionState(status, server, reason, since, Optional.of(since), epoch, members);
  }

  private void addServers(int count) {
    for (int i = 0; i < count; i++) {
      servers.add(new FakeServer(servers.size() + 1));
    }
    nameMaster();
  }

  private void nameMaster() {
    servers.stream()
        .filter(candidate -> candidate.alive)
        .findFirst()
        .ifPresent(master -> server = Optional.of(master.name()));
  }

  private int master() {
    return servers.stream()
        .filter(candidate -> candidate.alive)
        .findFirst()
        .map(master -> master.id)
        .orElse(0);
  }

  private void change(Status now, String why) {
    status = now;
    reason = why;
    since = clock.instant();
    if (now == Status.CONNECTED) {
      nameMaster();
    }
    ConnectionState state = connectionState();
    tellAll(listener -> listener.onConnection(state));
    if (now == Status.CONNECTED) {
      tellMissed();
    } else {
      disk.forEach(this::tellWhyItWaits);
    }
  }

  private void tellWhyItWaits(String self, FakeLines lines) {
    for (OutgoingMessage line : lines.all()) {
      if (isWaiting(line)) {
        change(self, line, new DeliveryState.Waiting(line.state().since(), reason));
      }
    }
  }

  /** To clients that resumed while no server answered. */
  private void tellMissed() {
    for (FakeChatClient client : List.copyOf(clients)) {
      client.username.ifPresent(
          self -> {
            long known = disk(self).newestCopied();
            for (FakeConversation conversation : List.copyOf(conversations.values())) {
              if (conversation.has(self)) {
                conversation.messages.stream()
                    .filter(message -> message.id() > known)
                    .forEach(message -> tellMessage(client, self, message));
              }
            }
          });
    }
  }

  private void tellMessage(FakeChatClient client, String self, ChatMessage message) {
    disk(self).copy(message);
    client.tell(listener -> listener.onMessage(message));
  }

  private void answerWaiting() {
    if (answering && status == Status.CONNECTED) {
      List<Request<?>> all = List.copyOf(waitingRequests);
      waitingRequests.clear();
      all.forEach(this::run);
      sendLines();
    }
  }

  private ChatMessage append(String from, String to, String text, Instant time) {
    FakeConversation conversation = conversation(from, to);
    ChatMessage message =
        new ChatMessage(++lastId, conversation.last() + 1, from, to, text, time, false);
    conversation.messages.add(message);
    if (online(to)) {
      conversation.received(to, message.sequence());
    }
    return message;
  }

  private void tellMessage(ChatMessage message) {
    for (FakeChatClient client : List.copyOf(clients)) {
      client
          .username
          .filter(name -> isPartOf(message, name))
          .ifPresent(name -> tellMessage(client, name, message));
    }
    tellConversation(conversation(message.from(), message.to()));
  }

  private static boolean isPartOf(ChatMessage message, String name) {
    return message.from().equals(name) || message.to().equals(name);
  }

  private void tellConversation(FakeConversation conversation) {
    for (FakeChatClient client : List.copyOf(clients)) {
      client
          .username
          .filter(conversation::has)
          .ifPresent(
              name -> {
                Conversation seen = conversation.seenBy(name, isDeleted(conversation.other(name)));
                client.tell(listener -> listener.onConversation(seen));
              });
    }
  }

  private void tellPresence(String name) {
    Person person = new Person(name, online(name));
    tellAll(listener -> listener.onPresence(person));
  }

  private void tellAll(Consumer<ChatListener> event) {
    List.copyOf(clients).forEach(client -> client.tell(event));
  }

  void tell(Runnable event) {
    events.execute(event);
  }

  synchronized void forget(FakeChatClient client) {
    Optional<String> name = client.username;
    client.username = Optional.empty();
    clients.remove(client);
    name.ifPresent(this::tellPresence);
  }

  private boolean online(String name) {
    return clients.stream().anyMatch(client -> client.username.filter(name::equals).isPresent());
  }

  private boolean isDeleted(String name) {
    return !passwords.containsKey(name);
  }

  private FakeConversation conversation(String one, String other) {
    String first = one.compareTo(other) < 0 ? one : other;
    String second = one.compareTo(other) < 0 ? other : one;
    return conversations.computeIfAbsent(
        first + "\n" + second, key -> new FakeConversation(first, second));
  }

  private static ChatClientException notLoggedIn() {
    return new ChatClientException(Reason.NOT_LOGGED_IN, "not logged in");
  }
}
