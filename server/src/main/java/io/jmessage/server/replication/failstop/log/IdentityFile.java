package io.jmessage.server.replication.failstop.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The file {@code identity}: lines of {@code key=value} for people to read, the last one a checksum
 * over all before. Replaced as a whole, so that it is always the old or the new one.
 */
public final class IdentityFile {

  static final String NAME = "identity";

  private static final String FORMAT = "1";
  private static final int BYTES_MAX = 4096;
  private static final String REMARK =
      "# Whose data this directory holds. Do not edit it, nor copy it to another server.\n";

  private IdentityFile() {}

  /**
   * Reads the identity of the directory, or gives an empty directory a new one.
   *
   * @throws DamagedFileException if the file cannot be read
   * @throws IOException if the data belongs to another server
   */
  public static Identity openOrCreate(Path directory, String serverId) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      Identity created = new Identity(serverId, UUID.randomUUID().toString(), "");
      write(directory, created);
      return created;
    }
    Identity identity = read(file);
    if (!identity.serverId().equals(serverId)) {
      throw new IOException(
          ("data directory %s belongs to server %s, this is server %s. Start server %s there, or give"
                  + " this one a directory of its own with --data-directory.")
              .formatted(directory, identity.serverId(), serverId, identity.serverId()));
    }
    DurableFiles.forceDirectory(directory);
    return identity;
  }

  /**
   * Records the cluster, durably on return.
   *
   * @throws IllegalStateException if the directory belongs to another cluster
   */
  public static Identity withCluster(Path directory, Identity identity, String clusterId)
      throws IOException {
    if (identity.hasCluster() && !identity.clusterId().equals(clusterId)) {
      throw new IllegalStateException(
          "cluster: the data is of %s, cannot join %s".formatted(identity.clusterId(), clusterId));
    }
    Identity joined = new Identity(identity.serverId(), identity.dataUuid(), clusterId);
    if (!joined.equals(identity)) {
      write(directory, joined);
    }
    return joined;
  }

  /** Makes it the identity of another disk, durably on return. */
  static Identity withDataUuid(Path directory, String dataUuid) throws IOException {
    Identity old = read(directory.resolve(NAME));
    Identity renewed = new Identity(old.serverId(), dataUuid, old.clusterId());
    if (!renewed.equals(old)) {
      write(directory, renewed);
    }
    return renewed;
  }

  private static void write(Path directory, Identity identity) throws IOException {
    String lines =
        REMARK
            + line("format", FORMAT)
            + line("server", identity.serverId())
            + line("data", identity.dataUuid())
            + line("cluster", identity.clusterId());
    DurableFiles.replace(directory, NAME, CheckedText.seal(lines));
  }

  private static Identity read(Path file) throws IOException {
    Map<String, String> values = values(CheckedText.read(file, BYTES_MAX));
    String format = values.getOrDefault("format", "");
    if (!format.equals(FORMAT)) {
      throw new IOException(
          "%s: format %s, this version reads %s. Start the version of Jmessage that wrote it."
              .formatted(file, format, FORMAT));
    }
    return new Identity(
        values.getOrDefault("server", ""),
        values.getOrDefault("data", ""),
        values.getOrDefault("cluster", ""));
  }

  private static Map<String, String> values(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return values;
  }

  private static String line(String key, String value) {
    return key + "=" + value + "\n";
  }
}
