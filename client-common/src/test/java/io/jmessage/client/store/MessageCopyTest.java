package io.jmessage.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.store.MessageCopy.Delivered;
import io.jmessage.client.store.MessageCopy.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of what was read, on a real disk; all threads are this one. */
class MessageCopyTest {
  @TempDir Path directory;
  private MessageCopy copy = new MessageCopy(Limits.STANDARD);
  private Optional<CopyFile> file = Optional.empty();

  @AfterEach
  void close() {
    file.ifPresent(open -> open.close(true));
    file = Optional.empty();
  }

  @Test
  void everythingIsThere_afterARestart() throws Exception {
    open();
    copy.update(conversation("bob", 2, 1), 7);
    copy.add("bob", message(11, 1), Origin.STREAM);
    copy.add("bob", message(12, 2), Origin.STREAM);
    copy.wantRead("bob", 2);
    copy.caughtUp(40);

    open();

    assertThat(copy.position()).isEqualTo(40);
    assertThat(copy.history("bob", 0, 10)).containsExactly(message(11, 1), message(12, 2));
    assertThat(copy.delivered()).containsEntry("bob", new Delivered(2, 12));
    assertThat(copy.wantedRead()).containsEntry("bob", 2L);
    assertThat(copy.accountOf("bob")).isEqualTo(7);
    assertThat(copy.conversations())
        .singleElement()
        .satisfies(c -> assertThat(c.unread()).isEqualTo(1))
        .satisfies(c -> assertThat(c.lastMessage()).contains(message(12, 2)));
  }

  @Test
  void pageIsWhole_onlyIfNothingIsMissing() throws Exception {
    open();
    copy.update(conversation("bob", 5, 0), 7);
    copy.add("bob", message(13, 3), Origin.HISTORY);
    copy.add("bob", message(15, 5), Origin.HISTORY);
    assertThat(copy.wholePage("bob", 0, 2)).isEmpty();

    copy.add("bob", message(14, 4), Origin.HISTORY);

    assertThat(copy.wholePage("bob", 0, 2)).contains(List.of(message(14, 4), message(15, 5)));
    assertThat(copy.wholePage("bob", 5, 2)).contains(List.of(message(13, 3), message(14, 4)));
    assertThat(copy.wholePage("bob", 0, 4)).isEmpty(); // the second is not here
    assertThat(copy.wholePage("bob", 1, 4)).contains(List.of()); // before the first is nothing
    assertThat(copy.wholePage("carl", 0, 4)).isEmpty();
    assertThat(copy.wholePage("bob", 7, 4)).isEmpty(); // a sixth is not here
  }

  @Test
  void historyMovesNoPosition_andHolesMoveOnlyTheirConversation() throws Exception {
    open();
    copy.add("bob", message(50, 5), Origin.HISTORY);
    assertThat(copy.position()).isZero();
    assertThat(copy.delivered()).containsEntry("bob", new Delivered(0, 0));

    copy.add("bob", message(10, 1), Origin.HOLE);

    assertThat(copy.position()).isZero();
    assertThat(copy.delivered()).containsEntry("bob", new Delivered(1, 10));
  }

  @Test
  void oldestMessagesGo_beyondTheBound() {
    MessageCopy small = new MessageCopy(new Limits(3, 1_000));
    for (int i = 1; i <= 5; i++) {
      small.add("bob", message(10 + i, i), Origin.STREAM);
    }
    assertThat(small.history("bob", 0, 10)).extracting("sequence").containsExactly(3L, 4L, 5L);

    small.add("carl", text(20, 1, "x".repeat(499)), Origin.STREAM);

    assertThat(small.history("bob", 0, 10)).isEmpty();
    assertThat(small.history("carl", 0, 10)).hasSize(1);
    assertThat(small.delivered()).containsEntry("bob", new Delivered(5, 15));
  }

  @Test
  void forgottenConversation_doesNotComeBack() throws Exception {
    open();
    copy.update(conversation("bob", 1, 0), 7);
    copy.add("bob", message(11, 1), Origin.STREAM);
    copy.forget("bob");
    copy.add("bob", text(30, 1, "of another bob"), Origin.STREAM);

    open();

    assertThat(copy.history("bob", 0, 10)).extracting("text").containsExactly("of another bob");
    assertThat(copy.accountOf("bob")).isZero();
  }

  @Test
  void damagedFile_isMovedAside_andTheCopyBeginsAnew() throws Exception {
    open();
    copy.add("bob", message(11, 1), Origin.STREAM);
    copy.add("bob", message(12, 2), Origin.STREAM);
    close();
    Path path = directory.resolve("messages.copy");
    byte[] bytes = Files.readAllBytes(path);
    bytes[20] ^= 1;
    Files.write(path, bytes);

    open();

    assertThat(copy.history("bob", 0, 10)).isEmpty();
    assertThat(copy.position()).isZero();
    assertThat(names()).anyMatch(name -> name.contains(".damaged-"));
    copy.add("bob", message(13, 3), Origin.STREAM);
    open();
    assertThat(copy.history("bob", 0, 10)).containsExactly(message(13, 3));
  }

  @Test
  void secondClient_readsWhatIsThere_andWritesNothing() throws Exception {
    open();
    copy.add("bob", message(11, 1), Origin.STREAM);
    MessageCopy second = new MessageCopy(Limits.STANDARD);

    assertThat(CopyFile.open(directory, Runnable::run, second)).isEmpty();
    second.add("bob", message(12, 2), Origin.STREAM);

    assertThat(second.history("bob", 0, 10)).hasSize(2);
    open();
    assertThat(copy.history("bob", 0, 10)).hasSize(1);
  }

  @Test
  void fileIsRewritten_whenMostOfItIsOld() throws Exception {
    open();
    copy.update(conversation("bob", 1, 0), 7);
    for (int i = 0; i < 100_000; i++) {
      copy.wantRead("bob", i);
    }

    assertThat(Files.size(directory.resolve("messages.copy"))).isLessThan(5 << 20);
    open();
    assertThat(copy.wantedRead()).containsEntry("bob", 99_999L);
    assertThat(copy.accountOf("bob")).isEqualTo(7);
  }

  private void open() throws IOException {
    close();
    copy = new MessageCopy(Limits.STANDARD);
    file = CopyFile.open(directory, Runnable::run, copy);
    assertThat(file).isPresent();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static ChatMessage message(long id, long sequence) {
    return text(id, sequence, "text " + sequence);
  }

  private static ChatMessage text(long id, long sequence, String text) {
    return new ChatMessage(id, sequence, "bob", "ann", text, Instant.ofEpochSecond(id, 5), false);
  }

  private static Conversation conversation(String with, long last, long read) {
    return new Conversation(with, last, read, last - read, 0, 0, Optional.empty(), false);
  }
}
