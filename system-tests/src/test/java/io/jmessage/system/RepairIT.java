package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A disk is found damaged: the server takes no part until an operator has it repaired. */
class RepairIT {
  @RegisterExtension final Scene scene = new Scene();

  @Test
  void damagedServerTakesNoPart_isRepaired_andIsTheLastOneLeft() throws Exception {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    Admin admin = new Admin(cluster, scene.directory());
    Correspondence pair = scene.correspondence("ada", "grace", cluster);
    pair.awaitMore(200);

    cluster.process(1).kill();
    pair.awaitMore(50);
    byte[] damaged = flipABit(cluster.line(1).data());
    cluster.start(1);
    admin.awaitRole(1, "DEGRADED");

    pair.awaitMore(50);
    assertThat(cluster.process(1).output()).contains("ERROR", "DEGRADED", "byte ", "admin repair");
    assertThat(admin.at(1, "status").out()).contains("trouble", "admin repair --at=");
    assertThat(Files.readAllBytes(segment(cluster.line(1).data()))).isEqualTo(damaged);
    watch.awaitInSync(List.of(2, 3), Scene.IN_SYNC);

    Admin.Said repair = admin.at(1, "repair");
    assertThat(repair.exit()).as(repair.out()).isZero();
    watch.awaitInSync(List.of(1, 2, 3), Scene.IN_SYNC);
    try (Stream<Path> kept = Files.walk(cluster.line(1).data().resolve("damaged"))) {
      assertThat(kept.map(file -> file.getFileName().toString())).contains("chat.mv.db", "log");
    }
    pair.awaitMore(50);
    cluster.process(2).kill();
    cluster.process(3).kill();
    pair.awaitMore(50);
    pair.finish();
    pair.verify(List.of(cluster.line(1).clientAddress()));
  }

  @Tag("long")
  @Test
  void repairIsRefused_withoutAMaster() throws Exception {
    LocalCluster cluster = scene.cluster(2);
    Admin admin = new Admin(cluster, scene.directory());
    cluster.process(1).kill();
    cluster.process(2).kill();
    flipABit(cluster.line(1).data());
    cluster.start(1);
    cluster.start(2);
    admin.awaitRole(1, "DEGRADED");

    Admin.Said repair = admin.at(1, "repair");

    assertThat(repair.exit()).isEqualTo(1);
    assertThat(repair.out()).contains("there is no master", "force-promote");
    assertThat(cluster.line(1).data().resolve("damaged")).doesNotExist();
  }

  /** In a record that others follow; returns the damaged file. */
  private static byte[] flipABit(Path data) throws IOException {
    Path segment = segment(data);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[512 + 100] ^= 1;
    Files.write(segment, bytes);
    return bytes;
  }

  private static Path segment(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("log"))) {
      return files.filter(f -> f.toString().endsWith(".log")).sorted().findFirst().orElseThrow();
    }
  }
}
