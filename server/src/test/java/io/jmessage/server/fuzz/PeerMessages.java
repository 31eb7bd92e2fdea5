package io.jmessage.server.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.grpc.MethodDescriptor;
import io.jmessage.proto.admin.AdminServiceGrpc;
import io.jmessage.proto.replication.Envelope;
import io.jmessage.proto.replication.Epoch;
import io.jmessage.proto.replication.EpochTable;
import io.jmessage.proto.replication.MasterServiceGrpc;
import io.jmessage.proto.replication.MemberRecord;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.proto.replication.Position;
import io.jmessage.proto.replication.SlaveServiceGrpc;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Messages as servers send them, of every kind, and the calls that may carry them. One thread. */
final class PeerMessages {
  static final String OTHER_CLUSTER = new UUID(7, 7).toString();
  private static final String NOBODY = "127.0.0.1:9";

  static final List<MethodDescriptor<?, ?>> CALLS =
      List.of(
          MasterServiceGrpc.getRegisterSlaveMethod(),
          MasterServiceGrpc.getSubscribeMethod(),
          MasterServiceGrpc.getHeartBeatMethod(),
          MasterServiceGrpc.getReconcileMethod(),
          MasterServiceGrpc.getFetchSnapshotMethod(),
          SlaveServiceGrpc.getCheckMasterMethod(),
          SlaveServiceGrpc.getUpdateMasterMethod(),
          SlaveServiceGrpc.getFetchTailMethod());

  /** Asked, not told: what they are asked for changes nothing on a server that is well. */
  static final List<MethodDescriptor<?, ?>> ADMIN =
      List.of(
          AdminServiceGrpc.getStatusMethod(),
          AdminServiceGrpc.getForgetMethod(),
          AdminServiceGrpc.getRepairMethod(),
          AdminServiceGrpc.getForcePromoteMethod(),
          AdminServiceGrpc.getDivergedMethod());

  private static final Map<String, List<String>> USUAL =
      Map.of(
          "RegisterSlave", List.of("register"),
          "Subscribe", List.of("subscribe", "ack"),
          "HeartBeat", List.of("heart_beat"),
          "Reconcile", List.of("reconcile"),
          "FetchSnapshot", List.of("fetch_snapshot"),
          "CheckMaster", List.of("check_master"),
          "UpdateMaster", List.of("claim", "new_master", "hand_over", "leave"),
          "FetchTail", List.of("fetch_tail"));

  private static final Epoch EPOCH =
      Epoch.newBuilder().setNumber(1).setMaster("127.0.0.1:9").build();

  private final SplittableRandom random;

  PeerMessages(SplittableRandom random) {
    this.random = random;
  }

  MethodDescriptor<?, ?> anyCall() {
    return CALLS.get(random.nextInt(CALLS.size()));
  }

  /** Mostly one that this call carries; else any, answers too, or none. */
  PeerMessage message(MethodDescriptor<?, ?> call, String cluster) {
    PeerMessage.Builder message = PeerMessage.newBuilder().setEnvelope(envelope(cluster));
    List<String> usual = USUAL.getOrDefault(String.valueOf(call.getBareMethodName()), List.of());
    List<FieldDescriptor> kinds =
        PeerMessage.getDescriptor().getOneofs().get(0).getFields().stream().toList();
    if (random.nextInt(4) > 0) {
      kinds = kinds.stream().filter(kind -> usual.contains(kind.getName())).toList();
    }
    FieldDescriptor kind = kinds.get(random.nextInt(kinds.size()));
    return message.setField(kind, filled(kind, message)).build();
  }

  private static com.google.protobuf.Message filled(
      FieldDescriptor kind, PeerMessage.Builder parent) {
    com.google.protobuf.Message.Builder body = parent.newBuilderForField(kind);
    for (FieldDescriptor field : body.getDescriptorForType().getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()) {
        com.google.protobuf.Message value = valueOf(field);
        if (value != null) {
          body.setField(field, value);
        }
      } else if (field.getName().equals("frame")) {
        body.addRepeatedField(field, frame());
      }
    }
    return body.build();
  }

  private static com.google.protobuf.@org.jspecify.annotations.Nullable Message valueOf(
      FieldDescriptor field) {
    return switch (field.getMessageType().getName()) {
      case "Epoch" -> EPOCH;
      case "Position" -> position();
      case "EpochTable" -> EpochTable.newBuilder().addLast(position()).build();
      default -> null;
    };
  }

  private static Position position() {
    return Position.newBuilder().setEpoch(EPOCH).setIndex(3).setChain(4).build();
  }

  /** Of a command that is none. */
  static ByteString frame() {
    return LogEntry.after(
            LogPosition.START,
            new io.jmessage.server.replication.Epoch(1, new Address("127.0.0.1", 9)),
            LogEntry.Type.COMMAND,
            ByteString.copyFromUtf8("no command"))
        .frame();
  }

  static Envelope envelope(String cluster) {
    return Envelope.newBuilder()
        .setClusterId(cluster)
        .setSender(
            MemberRecord.newBuilder()
                .setId("x")
                .setClientAddress("127.0.0.1:8")
                .setInternalAddress(NOBODY)
                .setDataUuid(new UUID(1, 2).toString()))
        .setIncarnation(new UUID(3, 4).toString())
        .setEpoch(Epoch.newBuilder().setNumber(0).setMaster("none:0"))
        .build();
  }
}
