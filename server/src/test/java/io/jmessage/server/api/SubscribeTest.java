package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.jmessage.proto.client.Conversation;
import io.jmessage.proto.client.DeleteAccountRequest;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.MarkRequest;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.proto.error.Reason;
import io.jmessage.server.support.ConformanceInterceptor;
import io.jmessage.server.support.RecordedStream;
import io.jmessage.server.support.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscribeTest {
  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void stream_beginsWithConversationsThenWhatWasMissedThenNow() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    long seen = server.send(bob, "ann", "seen").getReceipt().getMessageId();
    server.send(bob, "ann", "missed 1");
    server.send(ann, "bob", "missed 2");

    RecordedStream<SubscribeRequest, Event> stream = subscribe(ann, seen);
    List<Event> past = stream.upTo(Event::hasCaughtUp);
    server.send(bob, "ann", "now");
    Event now = stream.nextThat(Event::hasMessage);

    assertThat(past).hasSize(4);
    assertThat(past.get(0).getConversation().getUsername()).isEqualTo("bob");
    assertThat(past.get(0).getConversation().getLastSequence()).isEqualTo(3);
    assertThat(texts(past)).containsExactly("missed 1", "missed 2");
    assertThat(past.get(3).getCaughtUp().getLastMessageId()).isEqualTo(3);
    assertThat(now.getMessage().getMessage()).isEqualTo("now");
    assertThat(now.getMessage().getTo()).isEqualTo("ann");
  }

  @Test
  void stream_fromNow_repeatsNothing() {
    String ann = server.join("ann");
    server.send(ann, "ann", "before");

    RecordedStream<SubscribeRequest, Event> stream = subscribe(ann, 0);
    List<Event> past = stream.upTo(Event::hasCaughtUp);

    assertThat(texts(past)).isEmpty();
    assertThat(past.get(past.size() - 1).getCaughtUp().getLastMessageId()).isEqualTo(1);
  }

  @Test
  void missedMessages_comeInTheOrderOfTheirIds_overAllConversations() {
    String ann = server.join("ann");
    List<String> peers = List.of("bob", "eve", "ida");
    List<String> sessions = peers.stream().map(server::join).toList();
    long first = server.send(ann, "ann", "first").getReceipt().getMessageId();
    for (int i = 0; i < 450; i++) {
      server.send(sessions.get(i % 3), i % 5 == 0 ? "bob" : "ann", "m" + i);
    }

    List<Event> past = subscribe(ann, first).upTo(Event::hasCaughtUp);

    List<Long> ids =
        past.stream().filter(Event::hasMessage).map(e -> e.getMessage().getMessageId()).toList();
    List<String> expected =
        IntStream.range(0, 450).filter(i -> i % 5 != 0).mapToObj(i -> "m" + i).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(texts(past)).isEqualTo(expected);
  }

  @Test
  void resumedStream_hasNoGap_whileOthersSend() throws Exception {
    String ann = server.join("ann");
    String bob = server.join("bob");
    long start = server.send(bob, "ann", "0").getReceipt().getMessageId();
    int count = 600;
    Thread sender =
        new Thread(
            () -> IntStream.rangeClosed(1, count).forEach(i -> server.send(bob, "ann", "" + i)));
    sender.start();

    List<Long> sequences = new ArrayList<>();
    long position = start;
    while (sequences.size() < count) {
      RecordedStream<SubscribeRequest, Event> stream = subscribe(ann, position);
      List<Event> taken = stream.upTo(Event::hasCaughtUp);
      for (int i = 0; i < 20 && messages(taken) + sequences.size() < count; i++) {
        taken.add(stream.nextThat(Event::hasMessage));
      }
      stream.cancel();
      for (Event event : taken) {
        if (event.hasMessage()) {
          sequences.add(event.getMessage().getSequence());
          position = event.getMessage().getMessageId();
        }
      }
    }
    sender.join();

    assertThat(sequences).isEqualTo(LongStream.rangeClosed(2, count + 1).boxed().toList());
  }

  @Test
  void slowReader_isCutOffAndResumes() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    RecordedStream<SubscribeRequest, Event> slow = new RecordedStream<>(false);
    server.streams().subscribe(request(ann, 0), slow);
    assertThat(slow.next().hasCaughtUp()).isTrue();
    long position = 0;
    String text = "x".repeat(60_000);

    for (int i = 0; i < 250; i++) {
      position = server.send(bob, "ann", text).getReceipt().getMessageId();
    }

    slow.request(1_000);
    Throwable end = slow.end();
    assertThat(Status.fromThrowable(end).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(ConformanceInterceptor.detail(end).getReason()).isEqualTo(Reason.TOO_SLOW);
    List<Event> received = slow.waiting();
    long last = received.get(received.size() - 1).getMessage().getMessageId();
    List<Event> rest = subscribe(ann, last).upTo(Event::hasCaughtUp);
    assertThat(messages(received) + messages(rest)).isEqualTo(250);
    assertThat(rest.get(rest.size() - 1).getCaughtUp().getLastMessageId()).isEqualTo(position);
  }

  @Test
  void movedMarks_arePushedToBothParties() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    server.send(ann, "bob", "x");
    RecordedStream<SubscribeRequest, Event> annHears = live(ann);
    RecordedStream<SubscribeRequest, Event> bobHears = live(bob);

    server
        .client()
        .mark(
            MarkRequest.newBuilder()
                .setSessionId(bob)
                .setUsername("ann")
                .setReadSequence(1)
                .build());

    Conversation peer = annHears.nextThat(Event::hasConversation).getConversation();
    Conversation own = bobHears.nextThat(Event::hasConversation).getConversation();
    assertThat(peer.getPeerReadSequence()).isEqualTo(1);
    assertThat(peer.getLastMessage().getMessage()).isEqualTo("x");
    assertThat(own.getUnread()).isZero();
    assertThat(own.getReadSequence()).isEqualTo(1);
  }

  @Test
  void presence_isPushed_whenSomebodyComesAndLogsOut() {
    String ann = server.join("ann");
    RecordedStream<SubscribeRequest, Event> stream = live(ann);

    String bob = server.join("bob");
    Event online = stream.nextThat(e -> presence(e).equals("bob online"));
    server.client().logout(DeleteAccountRequest.newBuilder().setSessionId(bob).build());
    Event offline = stream.nextThat(e -> presence(e).equals("bob offline"));

    assertThat(online).isNotEqualTo(offline);
  }

  @Test
  void deletedAccount_isPushedToOthersAndEndsItsOwnStreams() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    RecordedStream<SubscribeRequest, Event> annHears = live(ann);
    RecordedStream<SubscribeRequest, Event> bobHears = live(bob);

    server.client().deleteAccount(DeleteAccountRequest.newBuilder().setSessionId(bob).build());

    assertThat(annHears.nextThat(Event::hasAccountDeleted).getAccountDeleted()).isEqualTo("bob");
    assertThat(reason(bobHears)).isEqualTo(Reason.NOT_LOGGED_IN);
  }

  @Test
  void logout_endsTheStreamsOfThatSessionOnly() {
    String first = server.join("ann");
    String second = server.login("ann");
    RecordedStream<SubscribeRequest, Event> ended = live(first);
    RecordedStream<SubscribeRequest, Event> stays = live(second);

    server.client().logout(DeleteAccountRequest.newBuilder().setSessionId(first).build());
    server.send(second, "ann", "still here");

    assertThat(reason(ended)).isEqualTo(Reason.NOT_LOGGED_IN);
    assertThat(stays.nextThat(Event::hasMessage).getMessage().getMessage()).isEqualTo("still here");
  }

  @Test
  void stream_withoutSessionIsRefused() {
    RecordedStream<SubscribeRequest, Event> stream = subscribe("no session", 0);

    Throwable end = stream.end();
    assertThat(Status.fromThrowable(end).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(ConformanceInterceptor.detail(end).getReason()).isEqualTo(Reason.NOT_LOGGED_IN);
  }

  @Test
  void stream_endsNotMaster_whenTheServerStepsDown() {
    RecordedStream<SubscribeRequest, Event> stream = live(server.join("ann"));

    server.engine().becomeSlave();

    assertThat(reason(stream)).isEqualTo(Reason.NOT_MASTER);
  }

  @Test
  void cancelledStream_isForgotten() {
    String ann = server.join("ann");
    RecordedStream<SubscribeRequest, Event> first = live(ann);
    first.cancel();
    RecordedStream<SubscribeRequest, Event> second = live(ann);

    server.send(ann, "ann", "x");

    assertThat(second.nextThat(Event::hasMessage).getMessage().getMessage()).isEqualTo("x");
    await().untilAsserted(() -> assertThat(first.end()).isNotNull());
  }

  /** A stream that has caught up. */
  private RecordedStream<SubscribeRequest, Event> live(String session) {
    RecordedStream<SubscribeRequest, Event> stream = subscribe(session, 0);
    stream.upTo(Event::hasCaughtUp);
    return stream;
  }

  private RecordedStream<SubscribeRequest, Event> subscribe(String session, long after) {
    RecordedStream<SubscribeRequest, Event> stream = new RecordedStream<>();
    server.streams().subscribe(request(session, after), stream);
    return stream;
  }

  private static SubscribeRequest request(String session, long after) {
    return SubscribeRequest.newBuilder().setSessionId(session).setAfterMessageId(after).build();
  }

  private static Reason reason(RecordedStream<SubscribeRequest, Event> stream) {
    return ConformanceInterceptor.detail(stream.end()).getReason();
  }

  private static List<String> texts(List<Event> events) {
    return events.stream().filter(Event::hasMessage).map(e -> e.getMessage().getMessage()).toList();
  }

  private static int messages(List<Event> events) {
    return texts(events).size();
  }

  private static String presence(Event event) {
    return event.getPresence().getUsername() + " " + event.getPresence().getStatus();
  }
}
