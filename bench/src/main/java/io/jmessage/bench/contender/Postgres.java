package io.jmessage.bench.contender;

import io.jmessage.bench.load.Writer;
import io.jmessage.system.FreePorts;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Inserts into PostgreSQL that wait for two standbys; a connection and a thread for each writer.
 */
public final class Postgres implements Contender {
  private static final int STANDBYS = 2;
  private static final Duration START = Duration.ofSeconds(60);

  /** It does not run as root; its packages make this user. */
  private static final String USER = "postgres";

  private static final List<Path> ELSEWHERE = Programs.versions(Path.of("/usr/lib/postgresql"));

  private static final String SETTINGS =
      """
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      max_connections = 1100
      wal_level = replica
      hot_standby = on
      fsync = on
      synchronous_commit = remote_apply
      synchronous_standby_names = '%d (*)'
      """
          .formatted(STANDBYS);

  private final Map<String, OwnProcess> servers = new LinkedHashMap<>();
  private Path directory = Path.of("");
  private String url = "";
  private String version = "";

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String what() {
    return "a primary and 2 synchronous standbys; answers when both have it on disk and applied;"
        + " one row each commit";
  }

  @Override
  public Optional<String> missing() {
    return Programs.unless(Programs.find("initdb", ELSEWHERE).isPresent(), "postgresql");
  }

  @Override
  public void start(Path where, Consumer<String> progress) {
    progress.accept("starting PostgreSQL");
    directory = where;
    letIn();
    List<Integer> ports = FreePorts.find(1 + STANDBYS);
    Path primary = directory.resolve("primary");
    run("initdb", "-D", primary.toString(), "-U", USER, "--auth=trust", "--locale=C");
    configure(primary);
    launch("primary", primary, ports.get(0));
    url = "jdbc:postgresql://127.0.0.1:" + ports.get(0) + "/postgres?user=" + USER;
    await("does not answer", "select 1");
    for (int i = 1; i <= STANDBYS; i++) {
      Path standby = directory.resolve("standby-" + i);
      run(
          "pg_basebackup",
          "--dbname=host=127.0.0.1 port=" + ports.get(0) + " user=" + USER,
          "--pgdata=" + standby,
          "--write-recovery-conf",
          "--wal-method=stream",
          "--checkpoint=fast");
      launch("standby " + i, standby, ports.get(i));
    }
    await(
        "has no two synchronous standbys",
        "select 1 from pg_stat_replication where sync_state = 'sync' having count(*) = "
            + STANDBYS);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      boolean unused =
          statement.execute(
              "create table message (id bigserial primary key, sender int, text varchar)");
      version = connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new SystemFailure("PostgreSQL: " + e.getMessage(), e);
    }
  }

  /** Its user may write here, and come here. */
  private void letIn() {
    try {
      if (isRoot()) {
        Files.setOwner(
            directory,
            directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        Path above = directory.resolve("..").normalize();
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(above);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(above, permissions);
      }
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL's user cannot be let in", e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void configure(Path data) {
    try {
      Files.writeString(data.resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch(String name, Path data, int port) {
    servers.put(
        name,
        OwnProcess.start(
            "PostgreSQL",
            asUser("postgres", "-D", data.toString(), "-p", Integer.toString(port)),
            Map.of(),
            log(data.getFileName() + ".log")));
  }

  private void run(String program, String... arguments) {
    OwnProcess.run(program, asUser(program, arguments), Map.of(), log(program + ".log"));
  }

  private Path log(String name) {
    return directory.resolve("..").normalize().resolve("postgresql-" + name);
  }

  /** The user is changed by a program that becomes the one it starts: its process is ours. */
  private static List<String> asUser(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
    }
    command.add(Programs.require(program, ELSEWHERE));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Waits until a query finds something. */
  private void await(String problem, String query) {
    Wait.until(
        START,
        () -> "PostgreSQL " + problem,
        () -> {
          servers.values().forEach(OwnProcess::requireAlive);
          try (Connection connection = DriverManager.getConnection(url);
              Statement statement = connection.createStatement();
              ResultSet found = statement.executeQuery(query)) {
            return found.next();
          } catch (SQLException e) {
            return false;
          }
        });
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Crew open(int writers, int size) {
    List<Inserter> inserters = new ArrayList<>();
    try {
      for (int i = 0; i < writers; i++) {
        inserters.add(new Inserter(DriverManager.getConnection(url), i, Texts.ofSize(size)));
      }
    } catch (SQLException e) {
      inserters.forEach(Inserter::close);
      throw new SystemFailure("PostgreSQL: " + e.getMessage(), e);
    }
    return new Crew(inserters, () -> inserters.forEach(Inserter::close));
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return OwnProcess.handles(servers);
  }

  @Override
  public void close() {
    servers.values().forEach(OwnProcess::close);
  }

  private static final class Inserter implements Writer.Blocking {
    private final Connection connection;
    private final PreparedStatement insert;

    Inserter(Connection connection, int sender, String text) throws SQLException {
      this.connection = connection;
      this.insert = connection.prepareStatement("insert into message (sender, text) values (?, ?)");
      insert.setInt(1, sender);
      insert.setString(2, text);
    }

    @Override
    public void write() throws SQLException {
      int unused = insert.executeUpdate();
    }

    void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        // Its server ends soon, too.
      }
    }
  }
}
