package io.jmessage.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.session.Inbox.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Inbox inbox = new Inbox("ann");

  @Test
  void takesEachMessageOnce_inOrder() {
    inbox.begin();

    assertThat(inbox.accept(message(1, 1))).isEqualTo(Verdict.DELIVER);
    assertThat(inbox.accept(message(1, 1))).isEqualTo(Verdict.DUPLICATE);
    assertThat(inbox.accept(message(2, 3))).isEqualTo(Verdict.DELIVER);
    assertThat(inbox.accept(message(1, 1))).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void seesAHole_untilItIsFilled() {
    inbox.begin();

    assertThat(inbox.accept(message(3, 9))).isEqualTo(Verdict.HOLE);
    assertThat(inbox.accept(message(1, 5))).isEqualTo(Verdict.DELIVER);
    assertThat(inbox.accept(message(3, 9))).isEqualTo(Verdict.HOLE);
    assertThat(inbox.accept(message(2, 7))).isEqualTo(Verdict.DELIVER);
    assertThat(inbox.accept(message(3, 9))).isEqualTo(Verdict.DELIVER);
  }

  @Test
  void whatWasThereBeforeItBegan_isNotDelivered() {
    inbox.conversation(conversation(7, 70, false));
    inbox.begin();

    assertThat(inbox.accept(message(7, 70))).isEqualTo(Verdict.DUPLICATE);
    assertThat(inbox.accept(message(8, 80))).isEqualTo(Verdict.DELIVER);
  }

  @Test
  void conversationThatIsAhead_showsAHole() {
    inbox.begin();
    inbox.conversation(conversation(2, 20, false));
    assertThat(inbox.behind()).containsExactly(Map.entry("bob", 2L));

    inbox.accept(message(1, 10));
    inbox.accept(message(2, 20));

    assertThat(inbox.behind()).isEmpty();
  }

  @Test
  void nameWithANewOwner_countsFromOneAgain() {
    inbox.conversation(conversation(5, 50, false));
    inbox.begin();
    inbox.conversation(conversation(5, 50, true));

    assertThat(inbox.accept(message(1, 60))).isEqualTo(Verdict.DELIVER);
    assertThat(inbox.accept(message(3, 80))).isEqualTo(Verdict.HOLE);
    assertThat(inbox.accept(message(2, 70))).isEqualTo(Verdict.DELIVER);
    assertThat(inbox.behind()).isEmpty();
  }

  @Test
  void whatTheClusterDoesNotHave_isSkipped() {
    inbox.begin();

    inbox.skipTo("bob", 4);

    assertThat(inbox.accept(message(5, 9))).isEqualTo(Verdict.DELIVER);
  }

  private static ChatMessage message(long sequence, long id) {
    return new ChatMessage(id, sequence, "bob", "ann", "text", Instant.EPOCH, false);
  }

  private static Conversation conversation(long last, long lastId, boolean deleted) {
    return new Conversation("bob", last, 0, 0, 0, 0, Optional.of(message(last, lastId)), deleted);
  }
}
