package io.jmessage.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles the core with some of its text replaced, in memory, and loads it beside a simulator of
 * its own. The product has no switches for tests: a rule is switched off in a copy of its source.
 */
final class MutantCompiler {

  private static final String CORE = "io.jmessage.server.replication.failstop.core.";
  private static final String SIMULATOR = "io.jmessage.simulator.";
  private static final Path SOURCES =
      Path.of("..", "server", "src", "main", "java").resolve(CORE.replace('.', '/'));

  /** One replacement of a text that stands in that class exactly once. */
  record Edit(String type, String text, String replacement) {}

  private MutantCompiler() {}

  /** What runs a seed of a profile against the mutated core and says what it breaks. */
  static BiFunction<Long, String, String> compile(List<Edit> edits) {
    return compile(edits, MutantRun.class);
  }

  /** As {@link #compile(List)}, with another use of the seed. */
  @SuppressWarnings("unchecked")
  static BiFunction<Long, String, String> compile(
      List<Edit> edits, Class<? extends BiFunction<Long, String, String>> use) {
    try {
      Loader loader = new Loader(classes(edited(edits)));
      return (BiFunction<Long, String, String>)
          loader.loadClass(use.getName()).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot load the mutated core", e);
    }
  }

  private static Map<String, String> edited(List<Edit> edits) {
    Map<String, String> sources = new HashMap<>();
    for (Edit edit : edits) {
      String source = sources.computeIfAbsent(edit.type(), MutantCompiler::source);
      int at = source.indexOf(edit.text());
      if (at < 0 || source.indexOf(edit.text(), at + 1) >= 0) {
        throw new AssertionError(
            edit.type()
                + ".java has changed: it must hold this exactly once, or the table of mutants must"
                + " follow it: "
                + edit.text());
      }
      sources.put(edit.type(), source.replace(edit.text(), edit.replacement()));
    }
    return sources;
  }

  private static String source(String type) {
    try {
      return Files.readString(SOURCES.resolve(type + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- Compiling.

  private static Map<String, byte[]> classes(Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (InMemory files = new InMemory(compiler.getStandardFileManager(null, null, null))) {
      List<Source> units =
          sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
      List<String> options =
          List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
      if (!compiler.getTask(said, files, null, options, null, units).call()) {
        throw new AssertionError("a mutant does not compile: " + said);
      }
      Map<String, byte[]> classes = new HashMap<>();
      files.made.forEach((name, made) -> classes.put(name, made.toByteArray()));
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("string:///" + (CORE + type).replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    final Map<String, ByteArrayOutputStream> made = new HashMap<>();

    InMemory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
      if (location != StandardLocation.CLASS_OUTPUT) {
        throw new IllegalStateException("unexpected output of " + name);
      }
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return made.computeIfAbsent(name, n -> new ByteArrayOutputStream());
        }
      };
    }
  }

  // ---- Loading.

  /** Core and simulator of its own; everything else from the parent. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> mutated;

    Loader(Map<String, byte[]> mutated) {
      super(MutantCompiler.class.getClassLoader());
      this.mutated = mutated;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(CORE) && !name.startsWith(SIMULATOR)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
      return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
