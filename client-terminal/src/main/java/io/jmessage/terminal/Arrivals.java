package io.jmessage.terminal;

import io.jmessage.client.ChatListener;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Person;

/**
 * Shows what comes in by itself: messages, and the end of the session. Called on the client's
 * thread.
 */
final class Arrivals implements ChatListener {
  private final Shell shell;

  Arrivals(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void onMessage(ChatMessage message) {
    // What was typed here is on the screen already; from another device of the same user it is not.
    if (!shell.sends().cameBack(message)) {
      shell.names().add(message.from());
      shell.show(message);
    }
  }

  @Override
  public void onPresence(Person person) {
    shell.names().add(person.username());
  }

  @Override
  public void onAccountDeleted(String username) {
    shell.names().remove(username);
  }

  @Override
  public void onSessionEnded(String reason) {
    shell.talkToNobody();
    shell.output().warning("you are logged out: " + reason);
  }
}
