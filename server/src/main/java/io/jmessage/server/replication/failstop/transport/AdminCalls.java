package io.jmessage.server.replication.failstop.transport;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.admin.AdminServiceGrpc;
import io.jmessage.proto.admin.DigestReply;
import io.jmessage.proto.admin.DigestRequest;
import io.jmessage.proto.admin.DivergedFile;
import io.jmessage.proto.admin.DivergedReply;
import io.jmessage.proto.admin.DivergedRequest;
import io.jmessage.proto.admin.ForcePromoteRequest;
import io.jmessage.proto.admin.ForgetRequest;
import io.jmessage.proto.admin.MemberState;
import io.jmessage.proto.admin.OrderReply;
import io.jmessage.proto.admin.RepairRequest;
import io.jmessage.proto.admin.StatusReply;
import io.jmessage.proto.admin.StatusRequest;
import io.jmessage.proto.admin.StepDownRequest;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.ConfigCodec;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.ServerStatus;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** The operator's service on the internal port: turns calls into questions to the desk. */
final class AdminCalls extends AdminServiceGrpc.AdminServiceImplBase {

  private final AdminDesk desk;
  private final Executor mayBlock;

  AdminCalls(AdminDesk desk, Executor mayBlock) {
    this.desk = desk;
    this.mayBlock = mayBlock;
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusReply> answer) {
    reply(desk.status(), AdminCalls::encode, answer);
  }

  @Override
  public void stepDown(StepDownRequest request, StreamObserver<OrderReply> answer) {
    reply(desk.stepDown(), AdminCalls::encode, answer);
  }

  @Override
  public void forget(ForgetRequest request, StreamObserver<OrderReply> answer) {
    reply(desk.forget(request.getId()), AdminCalls::encode, answer);
  }

  @Override
  public void repair(RepairRequest request, StreamObserver<OrderReply> answer) {
    reply(desk.repair(), AdminCalls::encode, answer);
  }

  @Override
  public void forcePromote(ForcePromoteRequest request, StreamObserver<OrderReply> answer) {
    reply(desk.forcePromote(request.getId()), AdminCalls::encode, answer);
  }

  @Override
  public void diverged(DivergedRequest request, StreamObserver<DivergedReply> answer) {
    try {
      mayBlock.execute(() -> listDiverged(answer));
    } catch (RejectedExecutionException e) {
      answer.onError(Status.RESOURCE_EXHAUSTED.withDescription("busy").asRuntimeException());
    }
  }

  @Override
  public void digest(DigestRequest request, StreamObserver<DigestReply> answer) {
    try {
      mayBlock.execute(() -> sayDigest(answer));
    } catch (RejectedExecutionException e) {
      answer.onError(Status.RESOURCE_EXHAUSTED.withDescription("busy").asRuntimeException());
    }
  }

  private void sayDigest(StreamObserver<DigestReply> answer) {
    try {
      StateDigest digest = desk.digest();
      answer.onNext(
          DigestReply.newBuilder()
              .setApplied(MessageCodec.encode(digest.applied()))
              .setSha256(digest.sha256())
              .build());
      answer.onCompleted();
    } catch (IOException e) {
      answer.onError(
          Status.UNAVAILABLE
              .withDescription("no digest just now: " + e.getMessage())
              .asRuntimeException());
    }
  }

  private void listDiverged(StreamObserver<DivergedReply> answer) {
    try {
      DivergedReply.Builder reply = DivergedReply.newBuilder();
      desk.diverged().forEach(kept -> reply.addFile(encode(kept)));
      answer.onNext(reply.build());
      answer.onCompleted();
    } catch (IOException e) {
      answer.onError(
          Status.UNAVAILABLE
              .withDescription("cannot read the archives: " + e.getMessage())
              .asRuntimeException());
    }
  }

  private static <T, R> void reply(
      CompletableFuture<T> question, Function<T, R> encode, StreamObserver<R> answer) {
    CompletableFuture<?> unused =
        question.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                answer.onNext(encode.apply(value));
                answer.onCompleted();
              } else {
                answer.onError(
                    Status.UNAVAILABLE
                        .withDescription("the server stops")
                        .withCause(failure)
                        .asRuntimeException());
              }
            });
  }

  private static OrderReply encode(Effect.OrderAnswered answered) {
    return OrderReply.newBuilder().setDone(answered.done()).setText(answered.text()).build();
  }

  private static StatusReply encode(ServerStatus status) {
    StatusReply.Builder reply =
        StatusReply.newBuilder()
            .setSelf(ConfigCodec.toProto(status.self()))
            .setClusterId(status.clusterId().orElse(""))
            .setRole(status.role().name())
            .setPromised(ConfigCodec.toProto(status.promised()))
            .setMaster(status.master().map(Address::toString).orElse(""))
            .setEligible(status.eligible())
            .setLast(MessageCodec.encode(status.last()))
            .setDurable(status.durable())
            .setAcknowledged(status.acknowledged())
            .setApplied(status.applied())
            .setNewest(MessageCodec.encode(status.newest()))
            .setTrouble(status.trouble().orElse(""));
    status.members().forEach(member -> reply.addMember(encode(member)));
    status
        .newest()
        .config()
        .forced()
        .ifPresent(forced -> reply.setForced(ConfigCodec.toProto(forced)));
    return reply.build();
  }

  private static MemberState encode(ServerStatus.Member member) {
    return MemberState.newBuilder()
        .setMember(ConfigCodec.toProto(member.member()))
        .setInSync(member.inSync())
        .setProven(member.proven())
        .setDurable(member.durable())
        .setHeardMillis(member.heardMillis())
        .setRole(member.role().map(Role::name).orElse(""))
        .build();
  }

  private static DivergedFile encode(KeptSuffix kept) {
    return DivergedFile.newBuilder()
        .setName(kept.file())
        .setAfter(MessageCodec.encode(kept.after()))
        .setLast(MessageCodec.encode(kept.last()))
        .setEntries(kept.entries())
        .setBytes(kept.bytes())
        .setKeptMillis(kept.keptMillis())
        .setSubmitted(kept.submitted())
        .setToSubmit(kept.toSubmit())
        .addAllLeftAside(kept.leftAside())
        .setTrouble(kept.trouble())
        .build();
  }
}
