package io.jmessage.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.jmessage.proto.admin.ForgetRequest;
import io.jmessage.proto.replication.PeerMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of the internal port with messages that are absurd, damaged, or none. The line (A7): a
 * server of another cluster or of none changes nothing, whatever it says; whoever names the right
 * cluster is believed, and may move the mastership, but no message makes a server halt or keeps it
 * from serving once it stops.
 */
class InternalPortFuzzTest {
  private static final Duration SERVES = Duration.ofSeconds(40);
  private static final long DEADLINE_MILLIS = 1_000;
  private static final int AT_ONCE = 20;
  private static final String NONE = "";

  /** With a reason in the description. */
  private static final Set<Status.Code> REFUSALS =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.UNAVAILABLE);

  /** What comes too late or to the wrong server is not answered: callers have a deadline. */
  private static final Set<Status.Code> REFUSALS_AND_SILENCE =
      Stream.concat(REFUSALS.stream(), Stream.of(Status.Code.DEADLINE_EXCEEDED))
          .collect(Collectors.toUnmodifiableSet());

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void noMessageOfAnotherClusterChangesAnything(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    MessageMutator mutator = new MessageMutator(random);
    PeerMessages messages = new PeerMessages(random);
    try (RealServer server = RealServer.master(directory)) {
      String ann = server.join("ann");
      server.serves(ann, "ann");
      String before = server.mark();

      for (int round = 0; round < FuzzSeeds.rounds(96); round += AT_ONCE) {
        List<Sent> burst = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          MethodDescriptor<?, ?> call = messages.anyCall();
          PeerMessage absurd =
              (PeerMessage) mutator.absurd(messages.message(call, PeerMessages.OTHER_CLUSTER));
          PeerMessage.Builder foreign = absurd.toBuilder();
          foreign.getEnvelopeBuilder().setClusterId(PeerMessages.OTHER_CLUSTER);
          burst.add(Sent.to(server, call, foreign.build().toByteArray()));
        }
        burst.forEach(sent -> sent.endsWith(REFUSALS));
        assertThat(server.mark()).as("round %d", round).isEqualTo(before);
      }

      server.serves(ann, "ann");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void noBytesMakeAMasterHalt(long seed) throws Exception {
    try (RealServer server = RealServer.master(directory)) {
      String ann = server.join("ann");

      bombard(server, new SplittableRandom(seed), FuzzSeeds.rounds(150));

      awaitServes(server, ann);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void noBytesMakeASlaveHalt(long seed) throws Exception {
    try (RealServer master = RealServer.master(directory.resolve("m"));
        RealServer slave = RealServer.slave(directory.resolve("s"), master)) {
      String ann = master.join("ann");

      bombard(slave, new SplittableRandom(seed), FuzzSeeds.rounds(100));

      await()
          .atMost(SERVES)
          .until(() -> slave.status().getEligible() || slave.status().getRole().equals("MASTER"));
      assertThat(slave.halts()).isEmpty();
      awaitServes(slave.status().getRole().equals("MASTER") ? slave : master, ann);
    }
  }

  /** From servers of this cluster, of another one, and of none; well-formed or not. */
  private static void bombard(RealServer server, SplittableRandom random, int rounds) {
    MessageMutator mutator = new MessageMutator(random);
    PeerMessages messages = new PeerMessages(random);
    String own = server.status().getClusterId();
    List<String> clusters = List.of(own, own, NONE, PeerMessages.OTHER_CLUSTER);
    for (int round = 0; round < rounds; round += AT_ONCE) {
      List<Sent> burst = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        if (random.nextInt(10) == 0) {
          MethodDescriptor<?, ?> call =
              PeerMessages.ADMIN.get(random.nextInt(PeerMessages.ADMIN.size()));
          byte[] request =
              mutator.mutate(ForgetRequest.newBuilder().setId("x".repeat(100)).build());
          burst.add(Sent.to(server, call, request));
        } else {
          MethodDescriptor<?, ?> call = messages.anyCall();
          String cluster = clusters.get(random.nextInt(clusters.size()));
          burst.add(Sent.to(server, call, mutator.mutate(messages.message(call, cluster))));
        }
      }
      burst.forEach(sent -> sent.endsWith(REFUSALS_AND_SILENCE));
      assertThat(server.halts()).as("round %d", round).isEmpty();
    }
  }

  private static void awaitServes(RealServer server, String session) {
    await()
        .atMost(SERVES)
        .untilAsserted(() -> assertThat(server.status().getRole()).isEqualTo("MASTER"));
    await().atMost(SERVES).ignoreExceptions().untilAsserted(() -> server.serves(session, "ann"));
    assertThat(server.halts()).isEmpty();
  }

  private record Sent(
      MethodDescriptor<?, ?> call, int length, CompletableFuture<RawCalls.End> end) {

    static Sent to(RealServer server, MethodDescriptor<?, ?> call, byte[] request) {
      return new Sent(
          call,
          request.length,
          RawCalls.start(server.internalPort(), call, DEADLINE_MILLIS, request));
    }

    void endsWith(Set<Status.Code> allowed) {
      Status status = RawCalls.end(end).status();
      assertThat(status.isOk() || allowed.contains(status.getCode()))
          .as("%s of %d bytes ended with %s", call.getFullMethodName(), length, status)
          .isTrue();
      if (!status.isOk()) {
        assertThat(status.getDescription()).isNotBlank();
      }
    }
  }
}
