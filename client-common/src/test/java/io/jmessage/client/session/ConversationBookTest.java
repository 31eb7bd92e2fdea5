package io.jmessage.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The numbers are those that the servers count. */
class ConversationBookTest {

  @Test
  void unread_areTheOtherOnesMessages() {
    Conversation book = ConversationBook.begun("bob");
    book = ConversationBook.after(book, message(1, "bob", "ann"), "ann");
    book = ConversationBook.after(book, message(2, "ann", "bob"), "ann");
    book = ConversationBook.after(book, message(3, "bob", "ann"), "ann");

    assertThat(book.unread()).isEqualTo(2);
    assertThat(book.lastSequence()).isEqualTo(3);
    assertThat(book.readSequence()).isZero();
  }

  @Test
  void ownMessage_isRead_whenEverythingBeforeItWas() {
    Conversation book = ConversationBook.begun("bob");
    book = ConversationBook.after(book, message(1, "bob", "ann"), "ann");
    book = ConversationBook.read(book, 1);
    book = ConversationBook.after(book, message(2, "ann", "bob"), "ann");

    assertThat(book.readSequence()).isEqualTo(2);
    assertThat(book.unread()).isZero();
  }

  @Test
  void messageThatIsCounted_changesNothing() {
    Conversation book =
        ConversationBook.after(ConversationBook.begun("bob"), message(1, "bob", "ann"), "ann");

    assertThat(ConversationBook.after(book, message(1, "bob", "ann"), "ann")).isEqualTo(book);
  }

  @Test
  void noteToOneself_isUnread() {
    Conversation book =
        ConversationBook.after(ConversationBook.begun("ann"), message(1, "ann", "ann"), "ann");

    assertThat(book.unread()).isEqualTo(1);
  }

  private static ChatMessage message(long sequence, String from, String to) {
    return new ChatMessage(sequence, sequence, from, to, "text", Instant.EPOCH, false);
  }
}
