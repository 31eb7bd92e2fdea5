package io.jmessage.gui.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ChatListener;
import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.contact.ContactListViewModel;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.support.Drafts;
import io.jmessage.gui.support.KeptValues;
import io.jmessage.gui.support.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationViewModelTest {
  private final ManualClock clock = new ManualClock();
  private final FakeCluster cluster = FakeCluster.ofThree(clock);
  private final FakeChatClient client = cluster.newClient();
  private final FakeChatClient ben = cluster.newClient();
  private final KeptValues kept = KeptValues.inMemory();
  private final ContactListViewModel contacts =
      new ContactListViewModel(client, Runnable::run, new Drafts(kept, "alice"), "alice");

  @BeforeEach
  void logIn() {
    cluster.createAccounts("alice", "ben", "carla");
    client.logIn("alice", "secret").join();
    ben.logIn("ben", "secret").join();
  }

  @Test
  void showsTheNewestPage() {
    history(120);

    ConversationViewModel model = open();

    assertThat(texts(model)).hasSize(ConversationViewModel.PAGE).endsWith("h120");
    assertThat(model.hasOlderProperty().get()).isTrue();
  }

  @Test
  void loadsOlderPages_downToTheFirst() {
    history(120);
    ConversationViewModel model = open();

    model.loadOlder();
    assertThat(texts(model)).hasSize(100).startsWith("h21");
    model.loadOlder();
    assertThat(texts(model)).hasSize(120).startsWith("h1");

    assertThat(model.hasOlderProperty().get()).isFalse();
    model.loadOlder();
    assertThat(texts(model)).hasSize(120);
  }

  @Test
  void asksForOnePageAtATime() {
    history(200);
    ConversationViewModel model = open();
    cluster.answer(false);

    model.loadOlder();
    model.loadOlder();
    assertThat(model.loadingProperty().get()).isTrue();
    cluster.answer(true);

    assertThat(texts(model)).hasSize(100);
    assertThat(model.loadingProperty().get()).isFalse();
  }

  @Test
  void converses() {
    ConversationViewModel model = open();

    write(model, "hello");
    ben.send("alice", "hi").join();
    write(model, "how are you?");

    assertThat(texts(model)).containsExactly("hello", "hi", "how are you?");
    assertThat(cluster.texts("alice", "ben")).isEqualTo(texts(model));
  }

  @Test
  void converses_whenTheAnswerComesBeforeTheStream() {
    cluster.messageBeforeReceipt(false);
    ConversationViewModel model = open();

    write(model, "one");
    write(model, "two");

    assertThat(texts(model)).containsExactly("one", "two");
  }

  @Test
  void showsNothingOfOtherConversations() {
    ConversationViewModel model = open();

    cluster.put("carla", "alice", "psst", clock.instant());

    assertThat(texts(model)).isEmpty();
  }

  @Test
  void emptiesTheDraft_whenSent() {
    ConversationViewModel model = open();

    write(model, "hello");

    assertThat(model.draftProperty().get()).isEmpty();
  }

  @Test
  void sendsNothing_whenBlank() {
    ConversationViewModel model = open();

    write(model, "  \n ");

    assertThat(texts(model)).isEmpty();
    assertThat(cluster.texts("alice", "ben")).isEmpty();
  }

  @Test
  void keepsInnerLineBreaks_andDropsOuterBlanks() {
    ConversationViewModel model = open();

    write(model, "\n a\n\n  b \n");

    assertThat(texts(model)).containsExactly("a\n\n  b");
  }

  @Test
  void keepsTooLongDraft_withANotice() {
    ConversationViewModel model = open();
    String tooLong = "ж".repeat(32 * 1024 + 1);

    write(model, tooLong);

    assertThat(model.draftProperty().get()).isEqualTo(tooLong);
    assertThat(model.noticeProperty().get()).contains("65 KiB", "64");
    model.draftProperty().set("short");
    assertThat(model.noticeProperty().get()).isEmpty();
  }

  @Test
  void sendsTheLongestTextAllowed() {
    ConversationViewModel model = open();

    write(model, "x".repeat(64 * 1024));

    assertThat(cluster.texts("alice", "ben")).hasSize(1);
  }

  @Test
  void showsAtOnceAsWaiting_andAsStored_whenTheNewMasterAnswers() {
    ConversationViewModel model = open();
    cluster.killMaster();

    write(model, "one");
    write(model, "two");
    assertThat(deliveries(model)).containsExactly(Delivery.WAITING, Delivery.WAITING);
    assertThat(model.waiting()).isEqualTo(2);

    cluster.elect();
    assertThat(texts(model)).containsExactly("one", "two");
    assertThat(deliveries(model)).doesNotContain(Delivery.WAITING, Delivery.FAILED);
    assertThat(model.waiting()).isZero();
  }

  @Test
  void knowsOnHowManyServersAMessageIs() {
    ConversationViewModel model = open();
    cluster.killSlave();

    write(model, "hello");

    assertThat(rows(model).get(0).facts().copies()).isEqualTo(2);
    assertThat(rows(model).get(0).facts().members()).isEqualTo(3);
  }

  @Test
  void showsDelivered_thenRead() {
    ConversationViewModel model = open();
    write(model, "hello");
    assertThat(deliveries(model)).containsExactly(Delivery.DELIVERED);

    ben.markRead("alice", 1).join();

    assertThat(deliveries(model)).containsExactly(Delivery.READ);
  }

  @Test
  void showsRead_ofWhatWasReadBeforeItWasOpened() {
    client.send("ben", "hello").join();
    ben.markRead("alice", 1).join();

    ConversationViewModel model = open();

    assertThat(deliveries(model)).containsExactly(Delivery.READ);
  }

  @Test
  void showsStored_whileTheOtherIsAway() {
    ben.logOut().join();
    ConversationViewModel model = open();

    write(model, "hello");

    assertThat(deliveries(model)).containsExactly(Delivery.STORED);
  }

  @Test
  void fails_whenTheReceiverIsGone() {
    ConversationViewModel model = open();
    ben.deleteAccount().join();

    write(model, "hello?");

    assertThat(deliveries(model)).containsExactly(Delivery.FAILED);
    assertThat(rows(model).get(0).facts().reason()).contains("does not exist");
  }

  @Test
  void sendsAgain_whatFailed() {
    ConversationViewModel model = failed("hello");

    cluster.createAccounts("ben");
    model.sendAgain(rows(model).get(0));

    assertThat(texts(model)).containsExactly("hello");
    assertThat(deliveries(model)).containsExactly(Delivery.STORED);
    assertThat(cluster.texts("alice", "ben")).containsExactly("hello");
  }

  @Test
  void editsWhatFailed_andSendsItInItsPlace() {
    ConversationViewModel model = failed("helo");
    cluster.createAccounts("ben");

    model.edit(rows(model).get(0));
    assertThat(model.draftProperty().get()).isEqualTo("helo");
    write(model, "hello");

    assertThat(texts(model)).containsExactly("hello");
    assertThat(cluster.texts("alice", "ben")).containsExactly("hello");
    assertThat(model.editingProperty().get()).isNull();
    assertThat(client.outbox().lines()).isEmpty();
  }

  @Test
  void keepsWhatFailed_whenEditingIsGivenUp() {
    ConversationViewModel model = failed("helo");

    model.edit(rows(model).get(0));
    model.stopEditing();

    assertThat(texts(model)).containsExactly("helo");
    assertThat(model.draftProperty().get()).isEmpty();
    assertThat(client.outbox().lines()).hasSize(1);
  }

  @Test
  void discards_whatFailed() {
    ConversationViewModel model = failed("helo");

    model.discard(rows(model).get(0));

    assertThat(texts(model)).isEmpty();
    assertThat(client.outbox().lines()).isEmpty();
  }

  @Test
  void discards_whatWaits() {
    ConversationViewModel model = open();
    cluster.killMaster();
    write(model, "never mind");

    model.discard(rows(model).get(0));
    cluster.elect();

    assertThat(cluster.texts("alice", "ben")).isEmpty();
    assertThat(texts(model)).isEmpty();
  }

  @Test
  void saysWhyAMessageWaits_andSinceWhen() {
    ConversationViewModel model = open();
    cluster.killMaster();
    Instant then = clock.instant();
    write(model, "hello");
    clock.advance(Duration.ofMinutes(3));

    MessageFacts facts = rows(model).get(0).facts();

    assertThat(facts.since()).isEqualTo(then);
    assertThat(MessageTexts.tooltip(facts, "ben", new Times(clock)))
        .startsWith("Waiting: connection refused; kept on this machine")
        .contains("Since ");
  }

  @Test
  void saysOnHowManyServersAMessageIs_andSinceWhen() {
    cluster.killSlave();
    ben.logOut().join();
    ConversationViewModel model = open();
    Instant then = clock.instant();
    write(model, "hello");

    MessageFacts facts = rows(model).get(0).facts();

    assertThat(facts.since()).isEqualTo(then);
    assertThat(MessageTexts.tooltip(facts, "ben", new Times(clock)))
        .startsWith("Stored on 2 of 3 servers\n");
  }

  @Test
  void showsWhatWaits_inTheNextWindow_andSendsIt() {
    ConversationViewModel model = open();
    ben.send("alice", "you there?").join();
    cluster.killMaster();
    write(model, "one");
    write(model, "two");
    model.deactivate();
    client.close();

    FakeChatClient next = cluster.newClient();
    next.resume("alice").join();
    ConversationViewModel reopened = open(next);
    assertThat(texts(reopened)).containsExactly("you there?", "one", "two");
    assertThat(deliveries(reopened))
        .containsExactly(Delivery.RECEIVED, Delivery.WAITING, Delivery.WAITING);

    cluster.elect();
    assertThat(cluster.texts("alice", "ben")).containsExactly("you there?", "one", "two");
    assertThat(deliveries(reopened)).doesNotContain(Delivery.WAITING);
  }

  @Test
  void loadsOlderPages_fromThisMachine_whileNoServerAnswers() {
    history(120);
    ConversationViewModel model = open();
    model.loadOlder();
    model.leave();
    model.deactivate();
    cluster.killMaster();

    ConversationViewModel again = open();
    assertThat(texts(again)).hasSize(50);
    again.loadOlder();

    assertThat(texts(again)).hasSize(100).startsWith("h21");
  }

  @Test
  void dropsItsOldCopy_whenThereIsAHoleBelowTheNewestPage() {
    history(10);
    ConversationViewModel model = open();
    model.deactivate();
    history(100);

    ConversationViewModel again = open();

    assertThat(texts(again)).hasSize(50).startsWith("h51").endsWith("h100");
    again.loadOlder();
    assertThat(rows(again)).extracting(row -> row.facts().sequence()).isSorted();
    assertThat(rows(again).get(0).facts().sequence()).isEqualTo(11);
  }

  @Test
  void keepsTheDraft_forTheNextWindow() {
    ConversationViewModel model = open();
    model.draftProperty().set("half a");
    model.deactivate();

    assertThat(open().draftProperty().get()).isEqualTo("half a");
  }

  @Test
  void tellsAndShowsWhoWrites() {
    ConversationViewModel model = open();
    List<String> heard = new ArrayList<>();
    ben.addListener(
        new ChatListener() {
          @Override
          public void onTyping(String who, boolean typing) {
            heard.add(who + " " + typing);
          }
        });

    model.draftProperty().set("h");
    write(model, "hello");
    assertThat(heard).startsWith("alice true").endsWith("alice false");

    ben.typing("alice", true);
    assertThat(model.peerTypingProperty().get()).isTrue();
    ben.typing("alice", false);
    assertThat(model.peerTypingProperty().get()).isFalse();
  }

  @Test
  void marksRead_onlyWhileVisibleAtTheEnd() {
    ConversationViewModel model = open();
    ben.send("alice", "one").join();
    assertThat(cluster.readMark("alice", "ben")).isZero();

    model.visibleProperty().set(true);
    assertThat(cluster.readMark("alice", "ben")).isEqualTo(1);

    model.atEndProperty().set(false);
    ben.send("alice", "two").join();
    assertThat(cluster.readMark("alice", "ben")).isEqualTo(1);

    model.atEndProperty().set(true);
    assertThat(cluster.readMark("alice", "ben")).isEqualTo(2);
    assertThat(model.contact().unreadProperty().get()).isZero();
  }

  @Test
  void marksReadLater_whenNoServerAnsweredAtFirst() {
    ConversationViewModel model = open();
    ben.send("alice", "one").join();
    cluster.killMaster();
    model.visibleProperty().set(true);
    cluster.timeOutWaiting();

    cluster.elect();

    assertThat(cluster.readMark("alice", "ben")).isEqualTo(1);
  }

  @Test
  void countsNewMessagesBelow_whileScrolledUp() {
    history(5);
    ConversationViewModel model = open();
    model.visibleProperty().set(true);
    model.atEndProperty().set(false);

    ben.send("alice", "one").join();
    ben.send("alice", "two").join();
    assertThat(model.newBelowProperty().get()).isEqualTo(2);

    model.atEndProperty().set(true);
    assertThat(model.newBelowProperty().get()).isZero();
  }

  @Test
  void goesToTheEnd_whenSending() {
    ConversationViewModel model = open();
    model.atEndProperty().set(false);

    write(model, "hello");

    assertThat(model.atEndProperty().get()).isTrue();
  }

  @Test
  void staysCleared_whenReadMarksAndMessagesArrive() {
    history(80);
    ConversationViewModel model = open();

    model.clear();
    assertThat(texts(model)).isEmpty();
    assertThat(model.clearedProperty().get()).isTrue();
    assertThat(model.hasOlderProperty().get()).isFalse();
    model.loadOlder();
    cluster.killMaster();
    cluster.elect();
    model.leave();
    model.enter();
    assertThat(texts(model)).isEmpty();

    ben.send("alice", "new").join();
    assertThat(texts(model)).containsExactly("new");
  }

  @Test
  void staysCleared_whenAPageWasUnderWay() {
    history(120);
    ConversationViewModel model = open();
    cluster.answer(false);
    model.loadOlder();

    model.clear();
    cluster.answer(true);

    assertThat(texts(model)).isEmpty();
  }

  @Test
  void bringsBackWhatWasCleared_whenAsked() {
    history(80);
    ConversationViewModel model = open();
    model.clear();

    model.showCleared();

    assertThat(texts(model)).hasSize(50).endsWith("h80");
    assertThat(model.clearedProperty().get()).isFalse();
    model.loadOlder();
    assertThat(texts(model)).hasSize(80);
  }

  @Test
  void bringsBackWhatWasCleared_evenIfAskedWhileAPageIsUnderWay() {
    history(120);
    ConversationViewModel model = open();
    cluster.answer(false);
    model.loadOlder();
    model.clear();

    model.showCleared();
    cluster.answer(true);

    assertThat(texts(model)).hasSize(100).endsWith("h120");
  }

  @Test
  void loadsHistory_whenAServerComes() {
    history(10);
    cluster.killMaster();
    ConversationViewModel model = open();
    assertThat(texts(model)).isEmpty();

    cluster.timeOutWaiting();
    cluster.elect();

    assertThat(texts(model)).hasSize(10);
  }

  @Test
  void keepsNoMoreThanItMust_whenLeft() {
    history(1200);
    ConversationViewModel model = open();
    IntStream.range(0, 20).forEach(i -> model.loadOlder());
    assertThat(texts(model).size()).isGreaterThan(ConversationViewModel.MESSAGES_MAX);

    model.leave();

    assertThat(texts(model)).hasSize(ConversationViewModel.MESSAGES_MAX).endsWith("h1200");
    assertThat(model.hasOlderProperty().get()).isTrue();
  }

  @Test
  void hearsNothing_afterDeactivation() {
    ConversationViewModel model = open();
    model.draftProperty().set("secret plans");
    int before = client.listenerCount();

    model.deactivate();
    ben.send("alice", "late").join();

    assertThat(client.listenerCount()).isEqualTo(before - 1);
    assertThat(texts(model)).isEmpty();
    assertThat(model.draftProperty().get()).isEmpty();
  }

  private ConversationViewModel failed(String text) {
    ConversationViewModel model = open();
    ben.deleteAccount().join();
    write(model, text);
    assertThat(deliveries(model)).containsExactly(Delivery.FAILED);
    return model;
  }

  private ConversationViewModel open() {
    return open(client);
  }

  private ConversationViewModel open(FakeChatClient with) {
    contacts.activate();
    Contact contact =
        contacts.contacts().stream()
            .filter(candidate -> candidate.name().equals("ben"))
            .findFirst()
            .orElseGet(this::contactAfterElection);
    ConversationViewModel model =
        new ConversationViewModel(
            with,
            Runnable::run,
            clock,
            "alice",
            contact,
            new Drafts(kept, "alice"),
            link -> {},
            sequence -> contacts.read(contact, sequence));
    model.activate();
    return model;
  }

  /** While no server answers, presence tells of the person. */
  private Contact contactAfterElection() {
    contacts.onPresence(new io.jmessage.client.model.Person("ben", true));
    return contacts.contacts().get(0);
  }

  private void history(int count) {
    for (int i = 1; i <= count; i++) {
      cluster.putSilently(
          i % 2 == 0 ? "alice" : "ben", i % 2 == 0 ? "ben" : "alice", "h" + i, clock.instant());
    }
  }

  private static void write(ConversationViewModel model, String text) {
    model.draftProperty().set(text);
    model.send();
  }

  private static List<MessageRow> rows(ConversationViewModel model) {
    return model.rows().stream()
        .filter(MessageRow.class::isInstance)
        .map(MessageRow.class::cast)
        .toList();
  }

  private static List<String> texts(ConversationViewModel model) {
    return rows(model).stream().map(MessageRow::text).toList();
  }

  private static List<Delivery> deliveries(ConversationViewModel model) {
    return rows(model).stream().map(row -> row.facts().delivery()).toList();
  }
}
