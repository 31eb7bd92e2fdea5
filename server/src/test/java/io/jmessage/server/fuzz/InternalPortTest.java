package io.jmessage.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.jmessage.proto.replication.CheckMaster;
import io.jmessage.proto.replication.Envelope;
import io.jmessage.proto.replication.MasterServiceGrpc;
import io.jmessage.proto.replication.NewMaster;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.proto.replication.Register;
import io.jmessage.proto.replication.SlaveServiceGrpc;
import io.jmessage.proto.replication.SubscribeLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What random messages have found at the internal port, one by one. */
class InternalPortTest {
  private static final long DEADLINE_MILLIS = 10_000;
  private static final int CALLS_MAX = 1000;
  private static final MethodDescriptor<?, ?> CHECK = SlaveServiceGrpc.getCheckMasterMethod();

  @TempDir Path directory;
  private RealServer server;
  private String cluster = "";

  @BeforeEach
  void start() throws Exception {
    server = RealServer.master(directory);
    cluster = server.status().getClusterId();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void bytesThatAreNoMessage_areAnInvalidArgument() {
    Status status = send(CHECK, new byte[] {0x0a, 2, (byte) 0xff});

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).isEqualTo("the bytes are no message of this call");
  }

  @Test
  void missingEnvelope_isAnInvalidArgument() {
    PeerMessage message =
        PeerMessage.newBuilder().setCheckMaster(CheckMaster.getDefaultInstance()).build();

    assertThat(send(CHECK, message).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  /** An error that repeats all of it ends the connection with the calls of everybody else. */
  @Test
  void absurdlyLongNames_endTheirOwnCallOnly() {
    Envelope.Builder envelope = PeerMessages.envelope(cluster).toBuilder();
    envelope.getSenderBuilder().setInternalAddress("x".repeat(70_000));
    PeerMessage absurd = check(envelope.build());
    List<CompletableFuture<RawCalls.End>> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(start(CHECK, check(PeerMessages.envelope(cluster))));
    }

    Status status = send(CHECK, absurd);

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).hasSizeLessThan(600);
    assertThat(others).allMatch(call -> RawCalls.end(call).status().isOk());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b:1", "%:1", "/?#@:1", "a..b:2626", "host:65536", "x"})
  void absurdAddress_isRefusedBeforeItIsAMember(String address) {
    String before = server.mark();
    Envelope.Builder envelope = PeerMessages.envelope("").toBuilder();
    envelope.getSenderBuilder().setInternalAddress(address);

    Status status = send(MasterServiceGrpc.getRegisterSlaveMethod(), register(envelope.build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(server.mark()).isEqualTo(before);
  }

  /** A Config of them would be larger than an entry may be, and end the master. */
  @Test
  void absurdName_isRefusedBeforeItIsAMember() {
    String before = server.mark();
    Envelope.Builder envelope = PeerMessages.envelope("").toBuilder();
    envelope.getSenderBuilder().setDataUuid("x".repeat(2 << 20));

    Status status = send(MasterServiceGrpc.getRegisterSlaveMethod(), register(envelope.build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(server.mark()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, (1L << 48) + 1, -1})
  void absurdEpoch_isRefused(long number) {
    String before = server.mark();
    for (String sender : List.of(cluster, "", PeerMessages.OTHER_CLUSTER)) {
      Envelope.Builder envelope = PeerMessages.envelope(sender).toBuilder();
      envelope.getEpochBuilder().setNumber(number).setMaster("127.0.0.1:9");

      assertThat(send(CHECK, check(envelope.build())).getCode())
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(server.mark()).isEqualTo(before);
  }

  @Test
  void anotherCluster_isToldSo() {
    Envelope other = PeerMessages.envelope(PeerMessages.OTHER_CLUSTER);

    Status check = send(CHECK, check(other));
    Status subscribe =
        send(
            MasterServiceGrpc.getSubscribeMethod(),
            PeerMessage.newBuilder()
                .setEnvelope(other)
                .setSubscribe(SubscribeLog.getDefaultInstance())
                .build());

    for (Status status : List.of(check, subscribe)) {
      assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(status.getDescription()).contains("another cluster");
    }
  }

  @Test
  void messageOfAnotherKind_isRefused() {
    for (MethodDescriptor<?, ?> call : PeerMessages.CALLS) {
      PeerMessage wrong =
          PeerMessage.newBuilder()
              .setEnvelope(PeerMessages.envelope(cluster))
              .setWait(io.jmessage.proto.replication.Wait.newBuilder().setMillis(1))
              .build();

      Status status = send(call, wrong);

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).contains("got WAIT");
    }
  }

  /**
   * News of an older master needs no answer. Whoever sends that without a deadline holds a place.
   */
  @Test
  void callsThatNobodyAnswers_keepNoneOut() {
    PeerMessage news =
        PeerMessage.newBuilder()
            .setEnvelope(PeerMessages.envelope(cluster))
            .setNewMaster(NewMaster.getDefaultInstance())
            .build();
    List<CompletableFuture<RawCalls.End>> unanswered = new ArrayList<>();
    for (int i = 0; i < CALLS_MAX + 10; i++) {
      unanswered.add(start(SlaveServiceGrpc.getUpdateMasterMethod(), news));
    }

    assertThat(send(CHECK, check(PeerMessages.envelope(cluster))).isOk()).isTrue();
    assertThat(RawCalls.end(unanswered.get(0)).status().getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  private static PeerMessage check(Envelope envelope) {
    return PeerMessage.newBuilder()
        .setEnvelope(envelope)
        .setCheckMaster(CheckMaster.getDefaultInstance())
        .build();
  }

  private static PeerMessage register(Envelope envelope) {
    Register.Builder register = Register.newBuilder();
    register.getEpochsBuilder().addLastBuilder();
    return PeerMessage.newBuilder().setEnvelope(envelope).setRegister(register).build();
  }

  private Status send(MethodDescriptor<?, ?> call, PeerMessage message) {
    return send(call, message.toByteArray());
  }

  private Status send(MethodDescriptor<?, ?> call, byte[] message) {
    return RawCalls.call(server.internalPort(), call, DEADLINE_MILLIS, message).status();
  }

  private CompletableFuture<RawCalls.End> start(MethodDescriptor<?, ?> call, PeerMessage message) {
    return RawCalls.start(server.internalPort(), call, DEADLINE_MILLIS, message.toByteArray());
  }
}
