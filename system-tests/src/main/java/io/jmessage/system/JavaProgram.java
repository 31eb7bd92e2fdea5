package io.jmessage.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One runnable jar with its arguments, started by the Java that runs this program. */
public final class JavaProgram {
  private final Path jar;
  private final List<String> jvmOptions;
  private final List<String> arguments;
  private final List<String> before;
  private final List<String> program;

  public JavaProgram(Path jar, List<String> jvmOptions, List<String> arguments) {
    this(jar, jvmOptions, arguments, List.of(), List.of("-jar", jar.toAbsolutePath().toString()));
  }

  private JavaProgram(
      Path jar,
      List<String> jvmOptions,
      List<String> arguments,
      List<String> before,
      List<String> program) {
    this.before = List.copyOf(before);
    this.program = List.copyOf(program);
    this.jar = jar;
    this.jvmOptions = List.copyOf(jvmOptions);
    this.arguments = List.copyOf(arguments);
  }

  /** The same, by another command that becomes it. */
  JavaProgram after(List<String> command) {
    return new JavaProgram(jar, jvmOptions, arguments, command, program);
  }

  /** The same with classes that take the place of the jar's, from the main class on. */
  JavaProgram with(Path classes, String mainClass) {
    String path = classes.toAbsolutePath() + File.pathSeparator + jar.toAbsolutePath();
    return new JavaProgram(jar, jvmOptions, arguments, before, List.of("-cp", path, mainClass));
  }

  /** Starts it in the log's directory, with all that it prints appended to the log. */
  public Process start(Path log) {
    try {
      Path directory = log.toAbsolutePath().resolveSibling(".").normalize();
      Files.createDirectories(directory);
      return Children.start(
          new ProcessBuilder(command())
              .directory(directory.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(nothing()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + jar.getFileName(), e);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    if (Runtime.version().feature() >= 23) {
      // From here on the JVM warns of what Netty and JavaFX do; known, and not ours to change.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(program);
    command.addAll(arguments);
    return command;
  }

  private static File nothing() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }
}
