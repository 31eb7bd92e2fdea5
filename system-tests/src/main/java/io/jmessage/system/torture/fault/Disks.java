package io.jmessage.system.torture.fault;

import io.jmessage.proto.admin.OrderReply;
import io.jmessage.system.SmallDisk;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Trees;
import io.jmessage.system.Wait;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Disks that lose what is on them, or take nothing more. */
final class Disks {
  private static final Duration HALT = Duration.ofSeconds(30);
  private static final Duration KNOWN = Duration.ofSeconds(30);
  private static final int HALTED = 3;
  private static final int SEGMENT_HEADER_BYTES = 512;
  private static final int GARBAGE_BYTES = 100_000;
  private static final int H2_HEADERS_BYTES = 8192;
  private static final int BITS = 20;
  private static final String DATABASE = "chat.mv.db";

  private Disks() {}

  /** The database is never synced: after a power cut it may be as old as it likes. */
  static String powerCut(Stage stage) {
    List<Integer> order = stage.shuffled(stage.all());
    order.forEach(stage::kill);
    order.forEach(server -> delete(stage.data(server).resolve(DATABASE)));
    stage.shuffled(order).forEach(stage::start);
    return "all servers";
  }

  static String wiped(Stage stage) {
    int server = stage.wipeable();
    stage.kill(server);
    stage.awaitServing(); // Without it: from here on its disk is not needed.
    Trees.empty(stage.data(server));
    stage.start(server);
    return "server " + server;
  }

  static String logBit(Stage stage) {
    int server = stage.either() ? stage.master() : stage.slaves().get(0);
    stage.kill(server);
    stage.awaitServing();
    String where = flipABit(stage, stage.data(server).resolve("log"));
    stage.start(server);
    Wait.until(
        KNOWN,
        () -> "server " + server + " does not say what it is",
        () ->
            stage
                .admin(server)
                .status()
                .filter(status -> !status.getRole().equals("RECOVERING"))
                .isPresent());
    boolean degraded =
        stage.becomes(
            server, Duration.ofMillis(100), status -> status.getRole().equals("DEGRADED"));
    if (degraded) {
      repair(stage, server);
    }
    return "server %d, %s, %s".formatted(server, where, degraded ? "repaired" : "no damage");
  }

  private static void repair(Stage stage, int server) {
    OrderReply reply =
        Wait.forValue(
            KNOWN,
            () -> "server " + server + " is not repaired",
            () -> stage.admin(server).repair().filter(OrderReply::getDone));
    if (!reply.getDone()) {
      throw new SystemFailure("server " + server + ": " + reply.getText());
    }
  }

  static String spoiltDatabase(Stage stage) {
    int server = stage.either() ? stage.master() : stage.slaves().get(0);
    stage.kill(server);
    stage.last(stage.between(0, 1000));
    byte[] garbage = new byte[GARBAGE_BYTES];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) stage.below(256);
    }
    try {
      Files.write(stage.data(server).resolve(DATABASE), garbage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stage.start(server);
    return "server " + server;
  }

  static String databaseBits(Stage stage) {
    int server = stage.either() ? stage.master() : stage.slaves().get(0);
    stage.kill(server);
    stage.awaitServing();
    Path file = stage.data(server).resolve(DATABASE);
    try (RandomAccessFile database = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < BITS; i++) {
        int at = H2_HEADERS_BYTES + stage.below((int) database.length() - H2_HEADERS_BYTES);
        database.seek(at);
        int old = database.read();
        database.seek(at);
        database.write(old ^ (1 << stage.below(Byte.SIZE)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stage.start(server);
    return "server %d, %d bits".formatted(server, BITS);
  }

  static String full(Stage stage) {
    int server = stage.shuffled(List.copyOf(stage.smallDisks().keySet())).get(0);
    SmallDisk disk = stage.smallDisks().get(server);
    if (disk == null) {
      throw new IllegalStateException("no small disk at server " + server);
    }
    disk.fill();
    int code = stage.cluster().process(server).awaitEnd(HALT);
    if (code != HALTED) {
      throw new SystemFailure("server " + server + " ended with " + code + " on a full disk");
    }
    stage.last(stage.between(0, 2000));
    disk.release();
    stage.start(server);
    return "server " + server;
  }

  /** In the first half of the oldest segment, so that others follow what is damaged. */
  private static String flipABit(Stage stage, Path log) {
    try (Stream<Path> files = Files.list(log)) {
      Path segment =
          files.filter(file -> file.toString().endsWith(".log")).sorted().findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(segment);
      int end = bytes.length;
      while (end > SEGMENT_HEADER_BYTES && bytes[end - 1] == 0) {
        end--;
      }
      int at = SEGMENT_HEADER_BYTES + stage.below(Math.max(1, (end - SEGMENT_HEADER_BYTES) / 2));
      int bit = stage.below(Byte.SIZE);
      try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.seek(at);
        file.write(bytes[at] ^ (1 << bit));
      }
      return "byte %d of %s, bit %d".formatted(at, segment.getFileName(), bit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
