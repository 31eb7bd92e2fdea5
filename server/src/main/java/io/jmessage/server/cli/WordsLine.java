package io.jmessage.server.cli;

import picocli.CommandLine;

/** A command line on which an argument file that cannot be read is a wrong argument like others. */
final class WordsLine extends CommandLine {

  WordsLine(Object command) {
    super(command);
  }

  @Override
  public ParseResult parseArgs(String... words) {
    try {
      return super.parseArgs(words);
    } catch (InitializationException e) {
      throw new ParameterException(this, String.valueOf(e.getMessage()), e);
    }
  }
}
