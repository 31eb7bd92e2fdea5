package io.jmessage.server.chat.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.Conversation;
import io.jmessage.server.chat.model.OpenSession;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The maps know no transactions; what is seen of them does. */
class MessageMapsTest {
  private static final ByteString FIRST = ByteString.copyFromUtf8("first");
  private static final ByteString SECOND = ByteString.copyFromUtf8("second");

  @TempDir Path directory;
  private ChatDatabase database;
  private Account ann;
  private Account bob;
  private long index;

  @BeforeEach
  void open() throws Exception {
    database = ChatDatabase.open(Files.createDirectory(directory.resolve("open")));
    ann = database.store().accounts().create("ann", "hash");
    bob = database.store().accounts().create("bob", "hash");
    send(FIRST);
    finish();
    database.save();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void rollback_takesOutWhatWasInserted_andOnlyThat() {
    send(SECOND);
    assertThat(hasSent(SECOND)).isTrue();

    database.rollback();

    assertThat(hasSent(SECOND)).isFalse();
    assertThat(hasSent(FIRST)).isTrue();
    assertThat(sequences()).containsExactly(1L);
    send(SECOND);
    finish();
    database.save();
    assertThat(sequences()).containsExactly(1L, 2L);
  }

  /** As a crash leaves it when H2 has written in the middle of a transaction. */
  @Test
  void fileAheadOfItsTables_isCutOffWhenItIsOpened() throws Exception {
    String saved = database.digest();
    send(SECOND);
    finish();
    Path crashed = Files.createDirectory(directory.resolve("crashed"));
    try (MVStore ahead = MVStore.open(copyTo(crashed).toString())) {
      // The maps as they are in memory, beside the tables as they were saved.
      copyMaps(ahead);
    }

    try (ChatDatabase reopened = ChatDatabase.open(crashed)) {
      assertThat(reopened.digest()).isEqualTo(saved);
      assertThat(reopened.applied()).isEqualTo(position(1));
      boolean known = reopened.read(reader -> reader.hasSent(ann.id(), SECOND));
      assertThat(known).isFalse();
    }
    assertThat(hasSent(SECOND)).isTrue();
  }

  @Test
  void rowsOfARemovedConversation_go_butNotUnderASnapshot() throws Exception {
    String digest;
    try (ChatDatabase.FrozenState frozen = database.freeze()) {
      digest = frozen.digest();
      database.store().deleteAccount(ann);
      database.store().deleteAccount(bob);
      finish();
      database.save();

      assertThat(frozen.digest()).isEqualTo(digest);
      assertThat(database.digest()).isNotEqualTo(digest);
      assertThat(sequences()).containsExactly(1L);
    }
    String removed = database.digest();
    finish();
    database.save();

    assertThat(sequences()).isEmpty();
    assertThat(hasSent(FIRST)).isFalse();
    assertThat(database.digest()).isEqualTo(removed);
  }

  /** A crash between the removal and the rows' going. */
  @Test
  void rowsThatWereLeft_goAfterTheNextStart() throws Exception {
    Path crashed = Files.createDirectory(directory.resolve("crashed"));
    try (ChatDatabase.FrozenState frozen = database.freeze()) {
      assertThat(frozen.position()).isEqualTo(position(1));
      database.store().deleteAccount(ann);
      database.store().deleteAccount(bob);
      finish();
      database.save();
      copyTo(crashed);
    }

    try (ChatDatabase reopened = ChatDatabase.open(crashed)) {
      assertThat(reopened.digest()).isEqualTo(database.digest());
      reopened.save();
      List<MessageTable.Stub> left = reopened.read(reader -> reader.stubsAfter(1, 0, 10));
      assertThat(left).isEmpty();
    }
  }

  /** A map that lost its end is noticed: what it lacks is not served as if it had never been. */
  @Test
  void fileWithoutItsNewestMessage_isSetAsideAsDamaged() throws Exception {
    database.store().sessions().open(FIRST, ann.id(), 42, "window");
    finish();
    database.save();
    Path torn = Files.createDirectory(directory.resolve("torn"));
    try (MVStore file = MVStore.open(copyTo(torn).toString())) {
      file.removeMap("jmessage.messages");
    }

    try (ChatDatabase reopened = ChatDatabase.open(torn)) {
      assertThat(reopened.applied()).isEqualTo(LogPosition.START);
      List<OpenSession> sessions = reopened.read(reader -> reader.sessionsOf(ann.id()));
      assertThat(sessions).isEmpty();
    }
  }

  private void copyMaps(MVStore to) throws Exception {
    Path whole = Files.createDirectory(directory.resolve("whole"));
    database.save();
    try (MVStore from = MVStore.open(copyTo(whole).toString())) {
      MessageMaps source = new MessageMaps(from);
      MessageMaps target = new MessageMaps(to);
      source.after(0, 10).forEach(target::insert);
    }
  }

  /** The file as the system has it, while the database is open. */
  private Path copyTo(Path target) throws Exception {
    Path file = target.resolve("chat.mv.db");
    Files.copy(directory.resolve("open").resolve("chat.mv.db"), file);
    return file;
  }

  private void send(ByteString clientMessageId) {
    ChatStore store = database.store();
    Conversation before =
        store
            .conversations()
            .between(ann.id(), bob.id())
            .orElseGet(() -> store.conversations().create(ann, bob));
    Conversation after = before.withMessage(ann.id(), store.messages().takeId());
    store
        .messages()
        .insert(
            new MessageTable.Row(
                after.lastMessageId(),
                after.id(),
                after.lastSequence(),
                ann.id(),
                bob.id(),
                "text",
                index,
                false,
                clientMessageId));
    store.conversations().update(after);
  }

  private void finish() {
    index++;
    assertThat(database.finish(position(index))).isEmpty();
  }

  private static LogPosition position(long index) {
    return new LogPosition(new Epoch(1, new Address("localhost", 2626)), index, index);
  }

  private boolean hasSent(ByteString clientMessageId) {
    return database.read(reader -> reader.hasSent(ann.id(), clientMessageId));
  }

  private List<Long> sequences() {
    return database.read(reader -> reader.stubsAfter(1, 0, 10)).stream()
        .map(MessageTable.Stub::sequence)
        .toList();
  }
}
