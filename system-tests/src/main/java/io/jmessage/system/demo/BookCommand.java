package io.jmessage.system.demo;

import io.jmessage.system.LocalCluster;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.demo.HeadlessRun.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A whole text, line by line, through servers of which all but one are killed. */
@Command(
    name = "book",
    mixinStandardHelpOptions = true,
    description = {
      "Sends every line of a text as a message, kills one master after the other meanwhile, and reads"
          + " the text back from the last server."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the text came back, every line once and in order",
      "1:it did not, or something could not be started",
      "2:wrong arguments"
    })
public final class BookCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A text in UTF-8; without it one is made, in many scripts and with emoji.")
  private @Nullable Path file;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "6000",
      description = "Without a file: how many lines (default ${DEFAULT-VALUE}).")
  private int lines;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Without a file: the same seed makes the same text (default ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<String> text = file == null ? new TextGenerator(seed).lines(lines) : read(file);
    describe(text, out);
    try (DemoDirectory directory = options.open("book");
        LocalCluster cluster = directory.cluster(options.servers)) {
      new StartUp(cluster, out).start(directory);
      Outcome outcome = new HeadlessRun(cluster, new Dictation(text), out).run();
      outcome.figures().print(out);
      boolean same = Dictation.textOf(outcome.history(), outcome.first()).equals(text);
      out.println(same ? "The text read back is the text that was sent." : "The text DIFFERS.");
      return same && outcome.figures().good() ? 0 : 1;
    }
  }

  private void describe(List<String> text, PrintWriter out) {
    long beyondAscii = text.stream().filter(line -> line.chars().anyMatch(c -> c > 127)).count();
    long letters = text.stream().mapToLong(line -> line.codePointCount(0, line.length())).sum();
    out.printf(
        "%s: %,d lines, %,d characters; %,d lines go beyond ASCII%n",
        file == null ? "A text made from seed " + seed : file.toString(),
        text.size(),
        letters,
        beyondAscii);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new SystemFailure(file + " is not UTF-8; convert it with iconv", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
