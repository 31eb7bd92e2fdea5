package io.jmessage.gui.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.support.Drafts;
import io.jmessage.gui.support.KeptValues;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactListViewModelTest {
  private final ManualClock clock = new ManualClock();
  private final FakeCluster cluster = FakeCluster.ofThree(clock);
  private final FakeChatClient client = cluster.newClient();
  private final Drafts drafts = new Drafts(KeptValues.inMemory(), "alice");
  private final ContactListViewModel model =
      new ContactListViewModel(client, Runnable::run, drafts, "alice");

  @BeforeEach
  void logIn() {
    cluster.createAccounts("alice", "ben", "carla", "Émile");
    client.logIn("alice", "secret").join();
  }

  @Test
  void listsEverybodyButOneself_byName() {
    model.activate();

    assertThat(names()).containsExactly("ben", "carla", "Émile");
  }

  @Test
  void listsThoseSpokenToFirst_newestOnTop() {
    cluster.putSilently("alice", "carla", "hi", clock.instant().minusSeconds(60));
    cluster.putSilently("Émile", "alice", "hi", clock.instant());

    model.activate();

    assertThat(names()).containsExactly("Émile", "carla", "ben");
  }

  @Test
  void movesUp_whoWrites() {
    model.activate();

    write("carla", "one");

    assertThat(names()).startsWith("carla");
    assertThat(contact("carla").lastMessageProperty().get().text()).isEqualTo("one");
  }

  @Test
  void countsUnread_fromHistoryAndLive() {
    write("ben", "before");
    model.activate();
    assertThat(unread("ben")).isEqualTo(1);

    write("ben", "two");
    write("ben", "three");
    write("carla", "x");

    assertThat(unread("ben")).isEqualTo(3);
    assertThat(unread("carla")).isEqualTo(1);
    assertThat(model.unreadProperty().get()).isEqualTo(4);
  }

  @Test
  void countsOwnMessagesAsRead() {
    model.activate();

    client.send("ben", "hello").join();

    assertThat(unread("ben")).isZero();
    assertThat(names()).startsWith("ben");
  }

  @Test
  void readsAtOnce_beforeTheClusterKnows() {
    write("ben", "one");
    model.activate();

    model.read(contact("ben"), 1);

    assertThat(unread("ben")).isZero();
    assertThat(model.unreadProperty().get()).isZero();
  }

  @Test
  void followsReadingOnAnotherDevice() {
    write("ben", "one");
    model.activate();
    FakeChatClient phone = cluster.newClient();
    phone.logIn("alice", "secret").join();

    phone.markRead("ben", 1).join();

    assertThat(unread("ben")).isZero();
  }

  @Test
  void followsPresence() {
    model.activate();
    FakeChatClient ben = cluster.newClient();

    ben.logIn("ben", "secret").join();
    assertThat(contact("ben").onlineProperty().get()).isTrue();

    ben.logOut().join();
    assertThat(contact("ben").onlineProperty().get()).isFalse();
  }

  @Test
  void knowsWhatWasBegunToBeWritten_theLastTime() {
    drafts.keep("carla", "half a sen");

    model.activate();

    assertThat(contact("carla").draftProperty().get()).isEqualTo("half a sen");
    assertThat(contact("ben").draftProperty().get()).isEmpty();
  }

  @Test
  void showsWhoSignsUp() {
    model.activate();

    cluster.createAccounts("dora");

    assertThat(names()).contains("dora");
  }

  @Test
  void dropsDeletedAccount_thatNeverSpoke() {
    FakeChatClient ben = cluster.newClient();
    ben.logIn("ben", "secret").join();
    model.activate();

    ben.deleteAccount().join();

    assertThat(names()).doesNotContain("ben");
  }

  @Test
  void keepsDeletedAccount_thatSpoke() {
    FakeChatClient ben = cluster.newClient();
    ben.logIn("ben", "secret").join();
    ben.send("alice", "bye").join();
    model.activate();

    ben.deleteAccount().join();

    assertThat(contact("ben").deletedProperty().get()).isTrue();
    assertThat(contact("ben").onlineProperty().get()).isFalse();
  }

  @Test
  void filters_withoutCaseAndAccents() {
    model.activate();

    model.filterProperty().set(" EMI ");
    assertThat(names()).containsExactly("Émile");

    model.filterProperty().set("xyz");
    assertThat(names()).isEmpty();
    assertThat(model.emptyTextProperty().get()).contains("xyz");
  }

  @Test
  void selectsTheFirstOfTheFiltered() {
    model.activate();
    model.filterProperty().set("car");

    model.selectFirst();

    assertThat(model.selectedProperty().get().name()).isEqualTo("carla");
  }

  @Test
  void selectsWithinBounds() {
    model.activate();

    model.selectNext(1);
    assertThat(model.selectedProperty().get().name()).isEqualTo("ben");
    model.selectNext(-1);
    assertThat(model.selectedProperty().get().name()).isEqualTo("ben");
    model.selectNext(10);
    assertThat(model.selectedProperty().get().name()).isEqualTo("Émile");
  }

  @Test
  void keepsTheSameContactObject_whenThingsChange() {
    model.activate();
    Contact before = contact("ben");

    write("ben", "x");
    cluster.killMaster();
    cluster.elect();

    assertThat(contact("ben")).isSameAs(before);
  }

  @Test
  void saysThatItWaits_untilAServerAnswers() {
    cluster.killMaster();
    model.activate();
    assertThat(model.emptyTextProperty().get()).contains("Waiting");

    cluster.elect();

    assertThat(names()).hasSize(3);
  }

  @Test
  void asksAnew_whenConnectedAgain() {
    model.activate();
    cluster.killMaster();
    clock.advance(Duration.ofSeconds(2));
    cluster.putSilently("carla", "alice", "while away", clock.instant());

    cluster.elect();

    assertThat(unread("carla")).isEqualTo(1);
  }

  @Test
  void hearsNothing_afterDeactivation() {
    model.activate();
    model.deactivate();

    write("ben", "x");

    assertThat(names()).isEmpty();
    assertThat(client.listenerCount()).isZero();
  }

  private void write(String from, String text) {
    clock.advance(Duration.ofSeconds(1));
    cluster.put(from, "alice", text, clock.instant());
  }

  private List<String> names() {
    return model.contacts().stream().map(Contact::name).toList();
  }

  private Contact contact(String name) {
    return model.contacts().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private long unread(String name) {
    return contact(name).unreadProperty().get();
  }
}
