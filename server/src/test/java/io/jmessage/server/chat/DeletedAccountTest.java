package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ConversationView;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatReader.Credentials;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of deletion that went wrong in the first Jmessage. */
class DeletedAccountTest {
  @TempDir Path directory;
  private Machine machine;

  @BeforeEach
  void open() throws Exception {
    machine = new Machine(directory);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void accountWithoutMessages_isDeleted() {
    machine.join("ann");

    assertThat(machine.delete("ann").code()).isEqualTo(ErrorCode.OK);
    List<Account> living = machine.state().read(reader -> reader.allLiving());
    assertThat(living).isEmpty();
  }

  @Test
  void accountWithSeveralMessages_leavesItsPeersTheirWholeHistory() {
    machine.join("ann", "bob");
    machine.send("ann", "bob", "a");
    machine.send("bob", "ann", "b");
    machine.send("ann", "bob", "c");

    machine.delete("ann");

    assertThat(machine.history("bob", "ann")).containsExactly("1 ann: a", "2 bob: b", "3 ann: c");
    assertThat(machine.unreceived("bob")).containsExactly("a", "c");
  }

  @Test
  void unreadMessages_ofADeletedSenderDoNotBlockTheOthers() {
    machine.join("ann", "bob", "eve");
    machine.send("ann", "bob", "from the dead");
    machine.send("eve", "bob", "from the living");

    machine.delete("ann");

    assertThat(machine.unreceived("bob")).containsExactly("from the dead", "from the living");
  }

  @Test
  void allSessions_endWithTheAccount() {
    machine.join("ann", "bob");
    machine.login("ann", "second");

    machine.delete("second");

    assertThat(machine.send("ann", "bob", "x").code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
    assertThat(machine.logout("second").code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
  }

  @Test
  void deletedAccount_cannotBeSentTo() {
    machine.join("ann", "bob");
    machine.send("bob", "ann", "before");
    machine.delete("ann");

    Outcome outcome = machine.send("bob", "ann", "after");

    assertThat(outcome.code()).isEqualTo(ErrorCode.UNKNOWN_RECEIVER);
  }

  @Test
  void newOwnerOfTheName_hasAnotherIdAndSeesNothingOfTheOld() {
    machine.join("ann", "bob");
    long old = machine.account("ann");
    machine.send("bob", "ann", "for the old ann only");
    machine.delete("ann");

    machine.join("ann");

    assertThat(machine.account("ann")).isGreaterThan(old);
    assertThat(machine.unreceived("ann")).isEmpty();
    assertThat(views("ann")).isEmpty();
  }

  @Test
  void nameOfALivingAndADeleted_leadsToTheLiving() {
    machine.join("ann", "bob");
    machine.send("ann", "bob", "old");
    machine.delete("ann");
    machine.join("ann");
    machine.send("ann", "bob", "new");

    assertThat(machine.history("bob", "ann")).containsExactly("1 ann: new");
    assertThat(views("bob"))
        .extracting(ConversationView::lastSequence, v -> v.peer().name(), v -> v.peer().deleted())
        .containsExactly(tuple(1L, "ann", false), tuple(1L, "ann", true));
  }

  @Test
  void mark_reachesTheConversationWithADeletedPeer() {
    machine.join("ann", "bob");
    machine.send("ann", "bob", "old");
    machine.delete("ann");

    assertThat(machine.mark("bob", "ann", 1, 1).code()).isEqualTo(ErrorCode.OK);
    assertThat(machine.unreceived("bob")).isEmpty();
    assertThat(views("bob")).singleElement().matches(view -> view.unread() == 0);
  }

  @Test
  void highestIds_areNeverHandedOutAgain() {
    machine.join("ann");
    long account = machine.account("ann");
    long message = machine.send("ann", "ann", "note").messageId();
    machine.delete("ann");

    machine.join("eve");
    Outcome sent = machine.send("eve", "eve", "note");

    assertThat(machine.account("eve")).isGreaterThan(account);
    assertThat(sent.messageId()).isGreaterThan(message);
    assertThat(machine.history("eve", "eve")).containsExactly("1 eve: note");
  }

  @Test
  void conversation_isRemovedWithItsLastParty() {
    machine.join("ann", "bob", "eve");
    machine.send("ann", "bob", "gone with both");
    machine.send("ann", "eve", "stays with eve");

    machine.delete("ann");
    machine.delete("bob");

    assertThat(count("messages")).isEqualTo(1);
    assertThat(count("conversations")).isEqualTo(1);
    assertThat(machine.history("eve", "ann")).containsExactly("1 ann: stays with eve");
    machine.delete("eve");
    assertThat(count("messages")).isZero();
    assertThat(count("accounts")).isZero();
  }

  @Test
  void deletion_isToldToThePushFeed() {
    machine.join("ann");
    long ann = machine.account("ann");
    machine.events.clear();

    machine.delete("ann");

    assertThat(machine.events).isEqualTo(List.of(new ChatEvent.AccountDeleted(ann, "ann")));
  }

  @Test
  void passwordHash_goesWithTheAccount() {
    machine.join("ann", "bob");
    machine.send("ann", "bob", "keeps the row");
    long ann = machine.account("ann");

    machine.delete("ann");

    Optional<Credentials> credentials = machine.state().read(reader -> reader.credentials("ann"));
    assertThat(credentials).isEmpty();
    Account account = machine.state().read(reader -> reader.account(ann));
    assertThat(account.deleted()).isTrue();
  }

  private List<ConversationView> views(String name) {
    return machine
        .state()
        .read(reader -> new History(reader, machine.account(name)).conversations());
  }

  private long count(String table) {
    return SnapshotRows.of(machine.state()).count(table);
  }
}
