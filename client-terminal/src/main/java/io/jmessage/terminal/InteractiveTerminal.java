package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.terminal.command.Commands;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The shell for a person: prompt, editing, completion, history; messages arrive above the prompt.
 */
final class InteractiveTerminal implements Questions {
  private static final String GREETING = "Jmessage. help shows the commands, Ctrl-D ends.";

  private final Terminal terminal;
  private final LineReader reader;
  private final LineReader questionReader;
  private final ScreenOutput output;
  private final Shell shell;
  private final Commands commands = new Commands();

  InteractiveTerminal(
      Terminal terminal, ChatClient client, Path historyFile, Map<String, String> environment) {
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("jmessage")
            .parser(plainParser())
            .completer(this::complete)
            .history(new CommandHistory(this::isChatting))
            .variable(LineReader.HISTORY_FILE, historyFile)
            .option(Option.DISABLE_EVENT_EXPANSION, true) // "hi!" is a greeting and no history
            .build();
    this.questionReader = LineReaderBuilder.builder().terminal(terminal).build();
    this.output = new ScreenOutput(reader, coloured(terminal, environment));
    this.shell = new Shell(client, output, this, new PatientWaiting(client, output), true);
  }

  private void complete(LineReader from, ParsedLine line, List<Candidate> candidates) {
    new CommandCompleter(shell, commands).complete(from, line, candidates);
  }

  private boolean isChatting() {
    return shell.partner().isPresent();
  }

  Shell shell() {
    return shell;
  }

  /** Reads and runs lines until the user ends it. */
  void run() {
    Thread commandThread = Thread.currentThread();
    terminal.handle(Signal.INT, signal -> commandThread.interrupt());
    CommandRunner runner = new CommandRunner(shell, commands);
    output.note(GREETING);
    while (!shell.isExiting()) {
      String line = readLine();
      boolean unusedInterrupt = Thread.interrupted(); // too late for the command before
      boolean unusedOutcome = runner.run(line);
    }
    awaitSends();
  }

  private String readLine() {
    try {
      return reader.readLine(prompt());
    } catch (UserInterruptException e) {
      return ""; // Ctrl-C clears the line
    } catch (EndOfFileException e) {
      shell.exit();
      return "";
    }
  }

  private void awaitSends() {
    int underWay = shell.sends().underWay();
    if (underWay == 0) {
      return;
    }
    output.note("waiting until " + underWay + " messages are stored; Ctrl-C leaves at once");
    try {
      shell.sends().awaitAll();
    } catch (InterruptedException e) {
      output.warning(shell.sends().underWay() + " messages may not have been stored");
    }
  }

  private String prompt() {
    return shell
            .partner()
            .or(() -> shell.client().username().map(name -> name + "@jmessage"))
            .map(PlainText::of)
            .orElse("jmessage")
        + "> ";
  }

  @Override
  public String ask(String question, String instead) {
    return read(question, null);
  }

  @Override
  public String askHidden(String question, String instead) {
    return read(question, '\0');
  }

  private String read(String question, @Nullable Character mask) {
    output.printAbove(questionReader);
    try {
      return questionReader.readLine(question, mask);
    } catch (UserInterruptException | EndOfFileException e) {
      throw new CommandFailedException("broken off; nothing was done");
    } finally {
      output.printAbove(reader);
    }
  }

  private static DefaultParser plainParser() {
    DefaultParser parser = new DefaultParser();
    parser.setEscapeChars(new char[0]);
    parser.setQuoteChars(new char[0]);
    parser.setEofOnUnclosedQuote(false);
    return parser;
  }

  private static boolean coloured(Terminal terminal, Map<String, String> environment) {
    boolean dumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
    return !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
