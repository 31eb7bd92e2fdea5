package io.jmessage.system.torture.sabotage;

import io.jmessage.system.Jars;
import io.jmessage.system.SystemFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a copy of a class of the server in which some of its text is replaced. */
public final class SabotagedServer {
  private SabotagedServer() {}

  /**
   * Makes the class.
   *
   * @param directory where its source and its class files go
   * @return what must stand before the server's jar on the class path
   * @throws SystemFailure if the source is not there, has changed, or cannot be compiled
   */
  public static Path make(Sabotage sabotage, Path directory) {
    Edit edit = sabotage.edit();
    try {
      Path source = edited(edit, Files.createDirectories(directory.resolve("sources")));
      Path classes = Files.createDirectories(directory.resolve("classes"));
      compile(source, classes);
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path edited(Edit edit, Path directory) throws IOException {
    Path original = Jars.serverSources().resolve(edit.type().replace('.', '/') + ".java");
    if (!Files.isRegularFile(original)) {
      throw new SystemFailure("a sabotage needs the server's source, " + original);
    }
    String text = Files.readString(original);
    List<String> replacements = edit.replacements();
    for (int i = 0; i < replacements.size(); i += 2) {
      String old = replacements.get(i);
      int at = text.indexOf(old);
      if (at < 0 || text.indexOf(old, at + 1) >= 0) {
        throw new SystemFailure(
            edit.type()
                + " has changed: it must hold this exactly once, or the sabotage must follow it: "
                + old.strip());
      }
      text = text.replace(old, replacements.get(i + 1));
    }
    return Files.writeString(directory.resolve(original.getFileName()), text);
  }

  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new SystemFailure("this Java has no compiler: a sabotage needs a JDK");
    }
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-nowarn",
            "-classpath",
            Jars.server().toAbsolutePath().toString(),
            "-d",
            classes.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      if (!compiler
          .getTask(said, files, null, options, null, files.getJavaFileObjects(source))
          .call()) {
        throw new SystemFailure("the sabotage does not compile: " + said);
      }
    }
  }
}
