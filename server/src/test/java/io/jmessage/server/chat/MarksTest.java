package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.Conversation.Side;
import io.jmessage.server.chat.model.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Received and read marks: they cover everything below them and never sink. */
class MarksTest {
  @TempDir Path directory;
  private Machine machine;

  @BeforeEach
  void open() throws Exception {
    machine = new Machine(directory);
    machine.join("ann", "bob");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void send_raisesWhatTheReceiverHasNotSeen() {
    machine.send("ann", "bob", "a");
    machine.send("bob", "ann", "b");
    machine.send("ann", "bob", "c");

    assertThat(bob()).isEqualTo(new Side(bob().account(), 0, 0, 2, 2));
    assertThat(ann()).isEqualTo(new Side(ann().account(), 1, 1, 1, 1));
  }

  @Test
  void ownMessages_moveTheMarks_whenNothingIsMissing() {
    machine.send("ann", "bob", "a");
    machine.mark("bob", "ann", 1, 1);

    machine.send("bob", "ann", "b");

    assertThat(bob()).isEqualTo(new Side(bob().account(), 2, 2, 0, 0));
  }

  @Test
  void read_impliesReceived() {
    machine.send("ann", "bob", "a");
    machine.send("ann", "bob", "b");

    machine.mark("bob", "ann", 0, 1);

    assertThat(bob()).isEqualTo(new Side(bob().account(), 1, 1, 1, 1));
    assertThat(machine.unreceived("bob")).containsExactly("b");
  }

  @Test
  void received_countsAnIdOnce_howeverOftenItIsNamed() {
    machine.send("ann", "bob", "a");
    long second = machine.send("ann", "bob", "b").messageId();

    assertThat(machine.received("bob", second, second).isOk()).isTrue();

    assertThat(bob()).isEqualTo(new Side(bob().account(), 0, 0, 1, 2));
    assertThat(machine.unreceived("bob")).containsExactly("a");
  }

  @Test
  void marks_neverSinkNorPassTheLastMessage() {
    machine.send("ann", "bob", "a");
    machine.send("ann", "bob", "b");
    machine.mark("bob", "ann", 99, 99);
    machine.mark("bob", "ann", 1, 1);
    machine.mark("bob", "ann", -5, -5);

    assertThat(bob()).isEqualTo(new Side(bob().account(), 2, 2, 0, 0));
  }

  @Test
  void receivedOutOfOrder_waitsForTheMissingOne() {
    long first = machine.send("ann", "bob", "a").messageId();
    long second = machine.send("ann", "bob", "b").messageId();
    long third = machine.send("ann", "bob", "c").messageId();

    machine.received("bob", third, second);
    Side before = bob();
    machine.received("bob", first);

    assertThat(before.received()).isZero();
    assertThat(before.unreceived()).isEqualTo(1);
    assertThat(bob().received()).isEqualTo(3);
    assertThat(bob().unreceived()).isZero();
  }

  @Test
  void received_passesOverForeignUnknownAndRepeatedIds() {
    long id = machine.send("ann", "bob", "a").messageId();
    machine.events.clear();

    assertThat(machine.received("ann", id, 4711L, -1L).code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.events).isEmpty();
    machine.received("bob", id, id);
    machine.received("bob", id);

    assertThat(bob().unreceived()).isZero();
    assertThat(machine.events).hasSize(2);
  }

  @Test
  void movedMarks_areToldToBothParties_withTheLastMessage() {
    machine.send("ann", "bob", "a");
    machine.events.clear();

    machine.mark("bob", "ann", 1, 1);

    assertThat(machine.events)
        .hasSize(2)
        .allSatisfy(
            event -> {
              ChatEvent.MarksMoved moved = (ChatEvent.MarksMoved) event;
              assertThat(moved.view().last().orElseThrow().text()).isEqualTo("a");
            })
        .anySatisfy(
            event -> {
              ChatEvent.MarksMoved moved = (ChatEvent.MarksMoved) event;
              assertThat(moved.account()).isEqualTo(machine.account("ann"));
              assertThat(moved.view().peerReadSequence()).isEqualTo(1);
            });
  }

  @Test
  void mark_ofNobodyIsCode9_andOfAPersonNeverTalkedToIsNothing() {
    machine.create("eve");

    assertThat(machine.mark("bob", "nobody", 1, 1).code()).isEqualTo(ErrorCode.UNKNOWN_USER);
    assertThat(machine.mark("bob", "eve", 1, 1).code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.mark("nobody", "bob", 1, 1).code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
  }

  @Test
  void noteToSelf_isUnreadUntilItIsRead() {
    machine.send("ann", "ann", "note");
    Conversation before = machine.conversation("ann", "ann");
    machine.mark("ann", "ann", 1, 1);

    assertThat(before.a().unread()).isEqualTo(1);
    assertThat(machine.conversation("ann", "ann").a().unread()).isZero();
  }

  /** The counters that are kept agree with the rows, whatever happened. */
  @Test
  void counters_agreeWithTheMessages_afterManyRandomSteps() {
    SplittableRandom random = new SplittableRandom(7);
    List<Long> ids = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      String who = random.nextBoolean() ? "ann" : "bob";
      String other = who.equals("ann") ? "bob" : "ann";
      switch (random.nextInt(4)) {
        case 0, 1 -> ids.add(machine.send(who, other, "m" + step).messageId());
        case 2 -> {
          if (!ids.isEmpty()) {
            machine.received(who, ids.get(random.nextInt(ids.size())));
          }
        }
        default -> {
          long received = random.nextLong(ids.size() + 1L);
          machine.mark(who, other, received, random.nextLong(received + 1));
        }
      }
      expectCountersAgree("ann", ann());
      expectCountersAgree("bob", bob());
    }
  }

  private void expectCountersAgree(String name, Side side) {
    if (machine.state().read(r -> r.lastMessageId()) == 0) {
      return;
    }
    Conversation conversation = machine.conversation("ann", "bob");
    long unreceived = machine.unreceived(name).size();
    long unread =
        machine
            .state()
            .read(
                reader ->
                    reader.lines(conversation.id(), side.read() + 1, Long.MAX_VALUE).stream()
                        .filter(line -> line.receiver() == side.account())
                        .count());
    // A page of unreceived ones ends at 200.
    assertThat(Math.min(200, side.unreceived())).isEqualTo(unreceived);
    assertThat(side.unread()).isEqualTo(unread);
    assertThat(side.unreceived() == 0).isEqualTo(side.received() == conversation.lastSequence());
    assertThat(side.unread() == 0).isEqualTo(side.read() == conversation.lastSequence());
  }

  private Side ann() {
    return side("ann");
  }

  private Side bob() {
    return side("bob");
  }

  private Side side(String name) {
    long account = machine.account(name);
    return machine
        .state()
        .read(r -> r.between(machine.account("ann"), machine.account("bob")))
        .map(conversation -> conversation.side(account))
        .orElse(new Side(account, 0, 0, 0, 0));
  }
}
