package io.jmessage.server.replication.failstop.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Config to the bytes of a log entry, and back. */
public final class ConfigCodec {

  /** A thousand elections a second for 9,000 years; the next numbers must still fit into a long. */
  private static final long EPOCH_NUMBER_MAX = 1L << 48;

  private ConfigCodec() {}

  public static ByteString encode(Config config) {
    return toProto(config).toByteString();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are not a Config; in a checked log entry that is
   *     a bug
   */
  public static Config decode(ByteString bytes) {
    try {
      return fromProto(io.jmessage.proto.replication.Config.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a Config: " + e.getMessage(), e);
    }
  }

  public static io.jmessage.proto.replication.Config toProto(Config config) {
    io.jmessage.proto.replication.Config.Builder proto =
        io.jmessage.proto.replication.Config.newBuilder()
            .setEpoch(toProto(config.epoch()))
            .addAllMember(
                config.members().stream().map(ConfigCodec::toProto).collect(Collectors.toList()))
            .addAllInSync(
                config.inSync().stream().map(Address::toString).collect(Collectors.toList()));
    config.forced().ifPresent(forced -> proto.setForced(toProto(forced)));
    return proto.build();
  }

  public static Config fromProto(io.jmessage.proto.replication.Config proto) {
    return new Config(
        fromProto(proto.getEpoch()),
        proto.getMemberList().stream().map(ConfigCodec::fromProto).collect(Collectors.toList()),
        proto.getInSyncList().stream()
            .map(Address::parse)
            .collect(Collectors.toCollection(TreeSet::new)),
        proto.hasForced() ? Optional.of(fromProto(proto.getForced())) : Optional.empty());
  }

  public static io.jmessage.proto.replication.Forced toProto(Forced forced) {
    return io.jmessage.proto.replication.Forced.newBuilder()
        .setEpoch(toProto(forced.epoch()))
        .setIndex(forced.index())
        .setAtMillis(forced.atMillis())
        .build();
  }

  public static Forced fromProto(io.jmessage.proto.replication.Forced proto) {
    return new Forced(fromProto(proto.getEpoch()), proto.getIndex(), proto.getAtMillis());
  }

  public static io.jmessage.proto.replication.Epoch toProto(Epoch epoch) {
    return io.jmessage.proto.replication.Epoch.newBuilder()
        .setNumber(epoch.number())
        .setMaster(epoch.master().toString())
        .build();
  }

  /**
   * Reads an epoch.
   *
   * @throws IllegalArgumentException if it is none, or has a number that no cluster gets to
   */
  public static Epoch fromProto(io.jmessage.proto.replication.Epoch proto) {
    if (proto.getNumber() > EPOCH_NUMBER_MAX) {
      throw new IllegalArgumentException(
          "epoch: expected a number up to 2^48, got " + proto.getNumber());
    }
    return proto.getMaster().isEmpty()
        ? Epoch.NONE
        : new Epoch(proto.getNumber(), Address.parse(proto.getMaster()));
  }

  public static io.jmessage.proto.replication.MemberRecord toProto(MemberRecord member) {
    return io.jmessage.proto.replication.MemberRecord.newBuilder()
        .setId(member.id())
        .setClientAddress(member.clientAddress().toString())
        .setInternalAddress(member.internalAddress().toString())
        .setDataUuid(member.dataUuid())
        .build();
  }

  public static MemberRecord fromProto(io.jmessage.proto.replication.MemberRecord proto) {
    return new MemberRecord(
        proto.getId(),
        Address.parse(proto.getClientAddress()),
        Address.parse(proto.getInternalAddress()),
        proto.getDataUuid());
  }
}
