package io.jmessage.server.cli;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.core.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one server is started with; only what can work gets through. The messages of its exceptions
 * are for the user.
 *
 * @param id tells this server from the others
 * @param clientAddress where clients reach it, as told to them; port 0 takes a free one
 * @param internalAddress where the other servers reach it; its order decides who takes over
 * @param masterAddress internal address of the master to register with, if the data directory is
 *     empty; null: begin as the master
 * @param clientBind where it listens for clients
 * @param internalBind where it listens for servers
 * @param peers internal addresses of servers to ask besides the members
 * @param minCopies with fewer servers in sync, writes are refused
 * @param trustRefused a refused connection proves that the process is gone
 * @param logKeepBytes what is kept of the log besides all since the last snapshot
 * @param rehearsal for how long it practises a master's work after its start; zero: not
 */
public record ServerConfig(
    String id,
    Address clientAddress,
    Address internalAddress,
    @Nullable Address masterAddress,
    Address clientBind,
    Address internalBind,
    Path dataDirectory,
    List<Address> peers,
    int minCopies,
    boolean trustRefused,
    long logKeepBytes,
    Timings timings,
    Duration rehearsal) {

  static final int ID_LENGTH_MAX = 64;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1," + ID_LENGTH_MAX + "}");
  private static final int MIN_COPIES_MAX = 1000;
  private static final int PEERS_MAX = 1000;

  /** Some segments of 16 MiB, and more than can be on its way to be acknowledged. */
  private static final long LOG_KEEP_BYTES_MIN = 64L << 20;

  private static final Duration REHEARSAL_MAX = Duration.ofMinutes(10);

  public ServerConfig {
    require(
        ID.matcher(id).matches(),
        "ID: expected 1 to 64 letters, digits, - or _, or the word auto, got '" + id + "'");
    requireReachable("CLIENT_ADDRESS", clientAddress);
    requireReachable("INTERNAL_ADDRESS", internalAddress);
    require(
        clientAddress.port() == 0 || !clientAddress.equals(internalAddress),
        "CLIENT_ADDRESS and INTERNAL_ADDRESS are both "
            + clientAddress
            + ": give them different ports");
    if (masterAddress != null) {
      requireFixedPort("--master-address", masterAddress);
      require(
          !masterAddress.equals(internalAddress),
          "--master-address is this server's own INTERNAL_ADDRESS "
              + internalAddress
              + ": name the master's");
    }
    require(
        peers.size() <= PEERS_MAX,
        "--peers: at most " + PEERS_MAX + " addresses, got " + peers.size());
    peers = List.copyOf(peers);
    peers.forEach(peer -> requireFixedPort("--peers", peer));
    require(
        minCopies >= 1 && minCopies <= MIN_COPIES_MAX,
        "--min-copies: expected 1 to " + MIN_COPIES_MAX + ", got " + minCopies);
    require(
        logKeepBytes >= LOG_KEEP_BYTES_MIN,
        "--log-keep: expected at least 64MiB, got " + (logKeepBytes >> 20) + "MiB");
    require(
        rehearsal.compareTo(REHEARSAL_MAX) <= 0,
        "--rehearsal: expected at most 10m, got " + rehearsal.toSeconds() + "s");
  }

  /** Whether an empty data directory begins a new cluster. */
  public boolean startsAsMaster() {
    return masterAddress == null;
  }

  private static void requireFixedPort(String name, Address address) {
    requireReachable(name, address);
    require(address.port() != 0, name + ": port 0 is nobody's address, got " + address);
  }

  private static void requireReachable(String name, Address address) {
    String host = address.resolvableHost();
    require(
        !host.equals("0.0.0.0") && !host.equals("::"),
        name
            + ": nobody can connect to "
            + address
            + "; name this host, and listen everywhere with --bind-client or --bind-internal");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
