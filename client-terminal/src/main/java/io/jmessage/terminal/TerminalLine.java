package io.jmessage.terminal;

import java.util.List;
import picocli.CommandLine;

/**
 * The command line of the program. What is wrong with it is told in one line, with the exit code
 * {@link ExitCode#USAGE}; an argument file that cannot be read is wrong like anything else.
 */
final class TerminalLine extends CommandLine {

  TerminalLine(TerminalCommand command) {
    super(command);
    setCaseInsensitiveEnumValuesAllowed(true);
    setParameterExceptionHandler(TerminalLine::explain);
  }

  @Override
  public ParseResult parseArgs(String... words) {
    try {
      return super.parseArgs(words);
    } catch (InitializationException e) {
      throw new ParameterException(this, String.valueOf(e.getMessage()), e);
    }
  }

  private static int explain(ParameterException failure, String[] words) {
    String text = String.join("; ", lines(failure));
    failure
        .getCommandLine()
        .getErr()
        .println("jmessage: " + text + "; --help shows what can be given");
    return ExitCode.USAGE;
  }

  private static List<String> lines(ParameterException failure) {
    return PlainText.of(String.valueOf(failure.getMessage())).lines().map(String::strip).toList();
  }
}
