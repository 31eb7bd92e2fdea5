package io.jmessage.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * The lines typed before, in a file that only the user can read. Passwords are cut off before a
 * line is kept, and lines of a chat are not kept at all.
 */
final class CommandHistory extends DefaultHistory {
  private static final Set<String> NAME_AND_PASSWORD = Set.of("create", "login");
  private static final String PASSWORDS = "password";

  private final BooleanSupplier chatting;

  CommandHistory(BooleanSupplier chatting) {
    this.chatting = chatting;
  }

  @Override
  public void add(Instant time, String line) {
    boolean command = line.strip().startsWith(CommandRunner.COMMAND_IN_CHAT);
    if (!chatting.getAsBoolean() || command) {
      super.add(time, withoutPassword(line));
    }
  }

  static String withoutPassword(String line) {
    String text = line.strip();
    boolean slash = text.startsWith(CommandRunner.COMMAND_IN_CHAT);
    Words words = new Words(slash ? text.substring(1) : text);
    String command = words.next().orElse("");
    boolean named = NAME_AND_PASSWORD.contains(command);
    if (!named && !command.equals(PASSWORDS)) {
      return text;
    }
    String name = named ? words.next().map(Words::quoted).orElse("") : "";
    return ((slash ? CommandRunner.COMMAND_IN_CHAT : "") + command + " " + name).strip();
  }

  /** Where the file belongs; made, with its directory, if it can be. */
  static Path file(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    Path file = base.resolve("jmessage").resolve("terminal-history");
    try {
      Files.createDirectories(file.getParent());
      createPrivately(file);
    } catch (IOException e) {
      return file; // then there is a history for this run only
    }
    return file;
  }

  private static void createPrivately(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }
}
