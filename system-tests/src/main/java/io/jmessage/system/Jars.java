package io.jmessage.system;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the runnable jars are: what the system properties {@code jmessage.jar.*} say, else where
 * the build puts them, seen from this program's own jar.
 */
public final class Jars {

  private Jars() {}

  public static Path server() {
    return find("server", "server/target/jmessage-server.jar");
  }

  public static Path gui() {
    return find("gui", "client-gui/target/jmessage-gui.jar");
  }

  public static Path terminal() {
    return find("terminal", "client-terminal/target/jmessage-terminal.jar");
  }

  public static Path system() {
    return find("system", "system-tests/target/jmessage-system.jar");
  }

  public static Path bench() {
    return find("bench", "bench/target/jmessage-bench.jar");
  }

  /** Where this program may keep what it makes of the jars. */
  static Path target() {
    return root().resolve("system-tests/target");
  }

  /** The server's sources, if this program runs in the project's tree. */
  public static Path serverSources() {
    return root().resolve("server/src/main/java");
  }

  private static Path find(String name, String built) {
    String property = System.getProperty("jmessage.jar." + name);
    Path jar = property == null ? root().resolve(built) : Path.of(property);
    if (!Files.isRegularFile(jar)) {
      throw new SystemFailure("there is no " + jar.normalize() + ": build it with ./mvnw package");
    }
    return jar.normalize();
  }

  /** The project's directory: this code lies in system-tests/target, in a jar or in classes. */
  private static Path root() {
    try {
      Path code = Path.of(Jars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.resolve("../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of this program is not a path", e);
    }
  }
}
