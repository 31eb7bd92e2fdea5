package io.jmessage.terminal.command;

import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;
import java.util.Optional;

/** Sends one text. */
final class SendCommand extends Command {

  SendCommand() {
    super(
        "send",
        "send NAME TEXT",
        """
        sends TEXT, the whole rest of the line, to NAME
        You may go on typing; a line says when it is stored. Texts to one NAME keep their
        order, also when servers fail.""");
  }

  @Override
  public boolean takesName() {
    return true;
  }

  @Override
  public boolean mayOverlap() {
    return true;
  }

  @Override
  public void run(Shell shell, Words words) {
    String name = required(words.next());
    String text = words.rest();
    required(text.isEmpty() ? Optional.empty() : Optional.of(text));
    shell.sends().send(name, text, true);
  }
}
