package io.jmessage.client.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the clients of one person on one machine keep: a directory per cluster with the addresses of
 * its servers, and in it one per account. An account made anew under an old name has another
 * number, and so another directory. Thread-safe; every method blocks for the disk.
 */
public final class DataDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final String SERVERS = "servers";
  private static final String NAME = "name";
  private static final String SESSION = "session-";

  private final Path root;

  public DataDirectory(Path root) {
    this.root = root;
  }

  // ---- Accounts. ----

  /** Opens what is kept of an account, or begins it. */
  public AccountDirectory account(String clusterId, long account, String name, Executor disk)
      throws IOException {
    Path directory = cluster(clusterId).resolve(accountName(account, name));
    DataFiles.createDirectories(directory);
    Path nameFile = directory.resolve(NAME);
    if (!Files.exists(nameFile)) {
      DataFiles.replace(nameFile, account + "\n" + name);
    }
    return AccountDirectory.open(directory, disk);
  }

  /** The sessions that this kind of client left open, the last one first. */
  public List<SavedSession> sessions(String client) {
    List<Path> files = new ArrayList<>();
    for (Path cluster : list(root)) {
      for (Path account : list(cluster)) {
        Path file = sessionFile(account, client);
        if (Files.exists(file)) {
          files.add(file);
        }
      }
    }
    files.sort(Comparator.comparing(DataDirectory::modified).reversed());
    return files.stream().flatMap(file -> read(file).stream()).toList();
  }

  private static Optional<SavedSession> read(Path file) {
    try {
      Path account = parentOf(file);
      List<String> name = Files.readString(account.resolve(NAME)).lines().limit(2).toList();
      String id = Files.readString(file).strip();
      String cluster = parentOf(account).getFileName().toString();
      return id.isEmpty() || name.size() < 2
          ? Optional.empty()
          : Optional.of(new SavedSession(id, name.get(1), cluster, Long.parseLong(name.get(0))));
    } catch (IOException | NumberFormatException e) {
      LOG.warn("{} cannot be read; log in again", file);
      return Optional.empty();
    }
  }

  // ---- Addresses. ----

  /** Remembers where a cluster's servers are. */
  public void saveServers(String clusterId, List<String> addresses) throws IOException {
    Path directory = cluster(clusterId);
    DataFiles.createDirectories(directory);
    DataFiles.replace(directory.resolve(SERVERS), String.join("\n", addresses));
  }

  /** The servers of each cluster, those heard of last first. */
  public List<List<String>> servers() {
    List<Path> files = new ArrayList<>();
    for (Path cluster : list(root)) {
      Path file = cluster.resolve(SERVERS);
      if (Files.exists(file)) {
        files.add(file);
      }
    }
    files.sort(Comparator.comparing(DataDirectory::modified).reversed());
    return files.stream().map(DataDirectory::lines).filter(set -> !set.isEmpty()).toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
      return List.of();
    }
  }

  // ---- Names. ----

  private Path cluster(String clusterId) {
    if (clusterId.isEmpty()) {
      return root.resolve("unknown");
    }
    return root.resolve(clusterId.matches("[A-Za-z0-9_-]{1,64}") ? clusterId : hex(clusterId));
  }

  /** Servers of an older version do not tell the number of an account. */
  private static String accountName(long account, String name) {
    return account > 0 ? Long.toString(account) : "name-" + hex(name);
  }

  static Path sessionFile(Path account, String client) {
    return account.resolve(SESSION + hex(client));
  }

  private static String hex(String text) {
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    return hex.length() <= 120 ? hex : hex.substring(0, 100) + "-" + text.hashCode();
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " is in no directory");
    }
    return parent;
  }

  private static List<Path> list(Path directory) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isDirectory)) {
        all.forEach(found::add);
      } catch (IOException e) {
        LOG.warn("{} cannot be listed: {}", directory, e.getMessage());
      }
    }
    return found;
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
