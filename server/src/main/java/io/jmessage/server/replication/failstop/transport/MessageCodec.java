package io.jmessage.server.replication.failstop.transport;

import com.google.protobuf.ByteString;
import io.jmessage.proto.replication.AppendAck;
import io.jmessage.proto.replication.CheckMaster;
import io.jmessage.proto.replication.CheckMasterReply;
import io.jmessage.proto.replication.ConfigAt;
import io.jmessage.proto.replication.EpochTable;
import io.jmessage.proto.replication.FetchTail;
import io.jmessage.proto.replication.HandOver;
import io.jmessage.proto.replication.HeartBeat;
import io.jmessage.proto.replication.HeartBeatReply;
import io.jmessage.proto.replication.Leave;
import io.jmessage.proto.replication.NewMaster;
import io.jmessage.proto.replication.NewMasterReply;
import io.jmessage.proto.replication.Objection;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.proto.replication.Position;
import io.jmessage.proto.replication.Promise;
import io.jmessage.proto.replication.Reconcile;
import io.jmessage.proto.replication.ReconcileReply;
import io.jmessage.proto.replication.Register;
import io.jmessage.proto.replication.RegisterReply;
import io.jmessage.proto.replication.Stale;
import io.jmessage.proto.replication.SubscribeLog;
import io.jmessage.proto.replication.Tail;
import io.jmessage.proto.replication.Wait;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.ConfigCodec;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.LeftAside;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.MemberRecord;
import io.jmessage.server.replication.failstop.core.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The core's messages to those of replication.proto, and back. Whatever does not decode throws
 * {@link IllegalArgumentException}: the peer is refused, nothing else happens.
 */
final class MessageCodec {

  /** Ids of servers, and UUIDs. */
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  /** As much of a wrong value as an error repeats. */
  private static final int SHOWN_MAX = 100;

  private MessageCodec() {}

  // ---- Out.

  static PeerMessage encode(Envelope envelope, Message message) {
    PeerMessage.Builder out = PeerMessage.newBuilder().setEnvelope(encode(envelope));
    if (message instanceof Message.Append m) {
      out.setAppend(append(m));
    } else if (message instanceof Message.AppendAck m) {
      out.setAck(AppendAck.newBuilder().setDurable(m.durable()).setToken(m.token()));
    } else if (message instanceof Message.HeartBeat m) {
      out.setHeartBeat(
          HeartBeat.newBuilder()
              .setDurable(m.durable())
              .setToken(m.token())
              .setReplyToken(m.replyToken()));
    } else if (message instanceof Message.HeartBeatReply m) {
      out.setHeartBeatReply(
          HeartBeatReply.newBuilder()
              .setMaster(m.master())
              .setInSync(m.inSync())
              .setToken(m.token()));
    } else if (message instanceof Message.Register m) {
      out.setRegister(Register.newBuilder().setEpochs(table(m.epochTable())));
    } else if (message instanceof Message.RegisterReply m) {
      out.setRegisterReply(registerReply(m));
    } else if (message instanceof Message.SubscribeLog m) {
      out.setSubscribe(SubscribeLog.newBuilder().setAfter(encode(m.after())));
    } else if (message instanceof Message.FetchTail m) {
      out.setFetchTail(FetchTail.newBuilder().setEpochs(table(m.epochTable())));
    } else if (message instanceof Message.Tail m) {
      out.setTail(tail(m));
    } else if (message instanceof Message.Reconcile m) {
      out.setReconcile(
          Reconcile.newBuilder().addAllFrame(frames(m.entries())).addAllAside(m.aside()));
    } else if (message instanceof Message.ReconcileReply m) {
      out.setReconcileReply(reconcileReply(m));
    } else {
      encodeElection(out, message);
    }
    return out.build();
  }

  private static void encodeElection(PeerMessage.Builder out, Message message) {
    if (message instanceof Message.CheckMaster) {
      out.setCheckMaster(CheckMaster.getDefaultInstance());
    } else if (message instanceof Message.CheckMasterReply m) {
      out.setCheckMasterReply(checkMasterReply(m));
    } else if (message instanceof Message.Claim m) {
      out.setClaim(
          io.jmessage.proto.replication.Claim.newBuilder()
              .setEpoch(ConfigCodec.toProto(m.epoch()))
              .setColdStart(m.coldStart())
              .setRefused(m.certain()));
    } else if (message instanceof Message.Promise m) {
      out.setPromise(
          Promise.newBuilder()
              .setEpoch(ConfigCodec.toProto(m.epoch()))
              .setLast(encode(m.last()))
              .setNewest(encode(m.newest()))
              .setEligible(m.eligible()));
    } else if (message instanceof Message.Objection m) {
      out.setObjection(
          Objection.newBuilder()
              .setEpoch(ConfigCodec.toProto(m.epoch()))
              .setMaster(m.master().toString()));
    } else if (message instanceof Message.Stale m) {
      out.setStale(Stale.newBuilder().setPromised(ConfigCodec.toProto(m.promised())));
    } else if (message instanceof Message.Wait m) {
      out.setWait(Wait.newBuilder().setMillis(m.millis()));
    } else if (message instanceof Message.NewMaster m) {
      out.setNewMaster(NewMaster.newBuilder().setEpoch(ConfigCodec.toProto(m.epoch())));
    } else if (message instanceof Message.NewMasterReply) {
      out.setNewMasterReply(NewMasterReply.getDefaultInstance());
    } else if (message instanceof Message.HandOver) {
      out.setHandOver(HandOver.getDefaultInstance());
    } else if (message instanceof Message.Leave) {
      out.setLeave(Leave.getDefaultInstance());
    } else {
      throw new IllegalStateException("no encoding for " + message.getClass());
    }
  }

  static io.jmessage.proto.replication.Envelope encode(Envelope envelope) {
    return io.jmessage.proto.replication.Envelope.newBuilder()
        .setClusterId(envelope.clusterId().orElse(""))
        .setSender(ConfigCodec.toProto(envelope.sender()))
        .setIncarnation(envelope.incarnation())
        .setEpoch(ConfigCodec.toProto(envelope.epoch()))
        .build();
  }

  static Position encode(LogPosition position) {
    return Position.newBuilder()
        .setEpoch(ConfigCodec.toProto(position.epoch()))
        .setIndex(position.index())
        .setChain(position.chain())
        .build();
  }

  static ConfigAt encode(io.jmessage.server.replication.failstop.core.ConfigAt config) {
    return config.index() == 0
        ? ConfigAt.getDefaultInstance()
        : ConfigAt.newBuilder()
            .setConfig(ConfigCodec.toProto(config.config()))
            .setIndex(config.index())
            .build();
  }

  private static EpochTable table(List<LogPosition> positions) {
    return EpochTable.newBuilder()
        .addAllLast(positions.stream().map(MessageCodec::encode).collect(Collectors.toList()))
        .build();
  }

  private static List<ByteString> frames(List<LogEntry> entries) {
    return entries.stream().map(LogEntry::frame).collect(Collectors.toList());
  }

  private static io.jmessage.proto.replication.Append append(Message.Append m) {
    return io.jmessage.proto.replication.Append.newBuilder()
        .setPrevious(encode(m.previous()))
        .addAllFrame(frames(m.entries()))
        .setCommit(m.commit())
        .setNewestConfig(m.newestConfig())
        .setInSync(m.inSync())
        .setToken(m.token())
        .build();
  }

  private static RegisterReply registerReply(Message.RegisterReply m) {
    return RegisterReply.newBuilder()
        .setVerdict(RegisterReply.Verdict.valueOf(m.verdict().name()))
        .setMaster(m.master().map(Address::toString).orElse(""))
        .setFork(encode(m.fork()))
        .setNewest(encode(m.newest()))
        .setText(m.text())
        .build();
  }

  private static Tail tail(Message.Tail m) {
    return Tail.newBuilder()
        .setFound(m.found())
        .setFork(encode(m.fork()))
        .addAllFrame(frames(m.entries()))
        .setLast(encode(m.last()))
        .build();
  }

  private static ReconcileReply reconcileReply(Message.ReconcileReply m) {
    ReconcileReply.Builder out = ReconcileReply.newBuilder().setLast(encode(m.last()));
    m.aside()
        .forEach(
            a ->
                out.addAside(
                    io.jmessage.proto.replication.LeftAside.newBuilder()
                        .setOrigin(encode(a.origin()))
                        .setWhy(a.why())
                        .setWhat(a.what())));
    return out.build();
  }

  private static CheckMasterReply checkMasterReply(Message.CheckMasterReply m) {
    return CheckMasterReply.newBuilder()
        .setRole(m.role().name())
        .setMaster(m.master().map(Address::toString).orElse(""))
        .setMasterHeardMillis(m.masterHeardMillis())
        .setLast(encode(m.last()))
        .setNewest(encode(m.newest()))
        .setEligible(m.eligible())
        .build();
  }

  // ---- In.

  /**
   * Who sent it, if that can be a server: an absurd name is refused before anybody remembers it.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Envelope envelope(io.jmessage.proto.replication.Envelope in) {
    MemberRecord sender = ConfigCodec.fromProto(in.getSender());
    requireName("sender id", sender.id());
    requireName("data uuid", sender.dataUuid());
    requireName("incarnation", in.getIncarnation());
    requireHost(sender.clientAddress());
    requireHost(sender.internalAddress());
    return new Envelope(
        in.getClusterId().isEmpty()
            ? Optional.empty()
            : Optional.of(requireName("cluster id", in.getClusterId())),
        sender,
        in.getIncarnation(),
        ConfigCodec.fromProto(in.getEpoch()));
  }

  private static String requireName(String field, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          field + ": expected 1 to 64 letters, digits, - or _, got " + shown(value));
    }
    return value;
  }

  private static void requireHost(Address address) {
    if (!address.hasValidHost()) {
      throw new IllegalArgumentException("address: no host name in " + shown(address.toString()));
    }
  }

  private static String shown(String value) {
    return "'" + value.substring(0, Math.min(SHOWN_MAX, value.length())) + "'";
  }

  /**
   * The message of a call or stream that carries these kinds.
   *
   * @throws IllegalArgumentException if it is another one, or malformed
   */
  static Message decode(PeerMessage in, Set<PeerMessage.MessageCase> kinds) {
    requireKind(in, kinds);
    return decode(in);
  }

  static void requireKind(PeerMessage in, Set<PeerMessage.MessageCase> kinds) {
    if (!kinds.contains(in.getMessageCase())) {
      throw new IllegalArgumentException(
          "message: expected one of " + kinds + ", got " + in.getMessageCase());
    }
  }

  static Message decode(PeerMessage in) {
    return switch (in.getMessageCase()) {
      case REGISTER -> new Message.Register(table(in.getRegister().getEpochs()));
      case REGISTER_REPLY -> registerReply(in.getRegisterReply());
      case SUBSCRIBE -> new Message.SubscribeLog(position(in.getSubscribe().getAfter()));
      case APPEND -> append(in.getAppend());
      case ACK -> new Message.AppendAck(in.getAck().getDurable(), in.getAck().getToken());
      case HEART_BEAT ->
          new Message.HeartBeat(
              in.getHeartBeat().getDurable(),
              in.getHeartBeat().getToken(),
              in.getHeartBeat().getReplyToken());
      case HEART_BEAT_REPLY ->
          new Message.HeartBeatReply(
              in.getHeartBeatReply().getMaster(),
              in.getHeartBeatReply().getInSync(),
              in.getHeartBeatReply().getToken());
      case CHECK_MASTER -> new Message.CheckMaster();
      case CHECK_MASTER_REPLY -> checkMasterReply(in.getCheckMasterReply());
      case CLAIM ->
          new Message.Claim(
              ConfigCodec.fromProto(in.getClaim().getEpoch()),
              in.getClaim().getColdStart(),
              in.getClaim().getRefused());
      case PROMISE -> promise(in.getPromise());
      case OBJECTION ->
          new Message.Objection(
              ConfigCodec.fromProto(in.getObjection().getEpoch()),
              Address.parse(in.getObjection().getMaster()));
      case STALE -> new Message.Stale(ConfigCodec.fromProto(in.getStale().getPromised()));
      case WAIT -> new Message.Wait(in.getWait().getMillis());
      case NEW_MASTER -> new Message.NewMaster(ConfigCodec.fromProto(in.getNewMaster().getEpoch()));
      case NEW_MASTER_REPLY -> new Message.NewMasterReply();
      case FETCH_TAIL -> new Message.FetchTail(table(in.getFetchTail().getEpochs()));
      case TAIL -> tail(in.getTail());
      case HAND_OVER -> new Message.HandOver();
      case LEAVE -> new Message.Leave();
      case RECONCILE -> reconcile(in.getReconcile());
      case RECONCILE_REPLY -> reconcileReply(in.getReconcileReply());
      case FETCH_SNAPSHOT, MESSAGE_NOT_SET ->
          throw new IllegalArgumentException("not a message for here: " + in.getMessageCase());
    };
  }

  private static Message.Reconcile reconcile(Reconcile in) {
    if (in.getFrameCount() == 0) {
      throw new IllegalArgumentException("reconcile: expected entries, got none");
    }
    return new Message.Reconcile(entries(in.getFrameList()), Set.copyOf(in.getAsideList()));
  }

  static LogPosition position(Position in) {
    return new LogPosition(ConfigCodec.fromProto(in.getEpoch()), in.getIndex(), in.getChain());
  }

  static io.jmessage.server.replication.failstop.core.ConfigAt config(ConfigAt in) {
    return in.getIndex() == 0
        ? io.jmessage.server.replication.failstop.core.ConfigAt.NONE
        : new io.jmessage.server.replication.failstop.core.ConfigAt(
            ConfigCodec.fromProto(in.getConfig()), in.getIndex());
  }

  private static List<LogPosition> table(EpochTable in) {
    if (in.getLastCount() == 0) {
      throw new IllegalArgumentException("an epoch table has at least its base");
    }
    return in.getLastList().stream().map(MessageCodec::position).collect(Collectors.toList());
  }

  private static List<LogEntry> entries(List<ByteString> frames) {
    List<LogEntry> entries = new ArrayList<>(frames.size());
    Epoch epoch = Epoch.NONE;
    for (ByteString frame : frames) {
      try {
        LogEntry entry = LogEntry.decode(frame, epoch);
        entries.add(entry);
        epoch = entry.epoch();
      } catch (LogEntry.MalformedFrameException e) {
        throw new IllegalArgumentException("entry from a peer: " + e.getMessage(), e);
      }
    }
    return entries;
  }

  private static Message.Append append(io.jmessage.proto.replication.Append in) {
    return new Message.Append(
        position(in.getPrevious()),
        entries(in.getFrameList()),
        in.getCommit(),
        in.getNewestConfig(),
        in.getInSync(),
        in.getToken());
  }

  private static Message.RegisterReply registerReply(RegisterReply in) {
    return new Message.RegisterReply(
        Message.Verdict.valueOf(in.getVerdict().name()),
        address(in.getMaster()),
        position(in.getFork()),
        config(in.getNewest()),
        in.getText());
  }

  private static Message.CheckMasterReply checkMasterReply(CheckMasterReply in) {
    return new Message.CheckMasterReply(
        Role.valueOf(in.getRole()),
        address(in.getMaster()),
        in.getMasterHeardMillis(),
        position(in.getLast()),
        config(in.getNewest()),
        in.getEligible());
  }

  private static Message.ReconcileReply reconcileReply(ReconcileReply in) {
    return new Message.ReconcileReply(
        position(in.getLast()),
        in.getAsideList().stream()
            .map(a -> new LeftAside(position(a.getOrigin()), a.getWhy(), a.getWhat()))
            .toList());
  }

  private static Message.Promise promise(Promise in) {
    return new Message.Promise(
        ConfigCodec.fromProto(in.getEpoch()),
        position(in.getLast()),
        config(in.getNewest()),
        in.getEligible());
  }

  private static Message.Tail tail(Tail in) {
    return new Message.Tail(
        in.getFound(), position(in.getFork()), entries(in.getFrameList()), position(in.getLast()));
  }

  private static Optional<Address> address(String in) {
    return in.isEmpty() ? Optional.empty() : Optional.of(Address.parse(in));
  }
}
