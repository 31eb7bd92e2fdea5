package io.jmessage.server.admin;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.jmessage.proto.admin.AdminServiceGrpc;
import io.jmessage.proto.admin.DigestReply;
import io.jmessage.proto.admin.DigestRequest;
import io.jmessage.proto.admin.DivergedReply;
import io.jmessage.proto.admin.DivergedRequest;
import io.jmessage.proto.admin.ForcePromoteRequest;
import io.jmessage.proto.admin.ForgetRequest;
import io.jmessage.proto.admin.OrderReply;
import io.jmessage.proto.admin.RepairRequest;
import io.jmessage.proto.admin.StatusReply;
import io.jmessage.proto.admin.StatusRequest;
import io.jmessage.proto.admin.StepDownRequest;
import io.jmessage.server.replication.Address;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One server's internal port. Every call has a deadline, and fails with one line. */
final class AdminServer implements AutoCloseable {

  private final Address address;
  private final Duration deadline;
  private final ManagedChannel channel;

  AdminServer(Address address, Duration deadline) {
    this.address = address;
    this.deadline = deadline;
    this.channel =
        NettyChannelBuilder.forAddress(address.resolvableHost(), address.port())
            .usePlaintext()
            .directExecutor()
            .build();
  }

  StatusReply status() {
    return call(stub -> stub.status(StatusRequest.getDefaultInstance()));
  }

  OrderReply stepDown() {
    return call(stub -> stub.stepDown(StepDownRequest.getDefaultInstance()));
  }

  OrderReply forget(String id) {
    return call(stub -> stub.forget(ForgetRequest.newBuilder().setId(id).build()));
  }

  OrderReply repair() {
    return call(stub -> stub.repair(RepairRequest.getDefaultInstance()));
  }

  OrderReply forcePromote(String id) {
    return call(stub -> stub.forcePromote(ForcePromoteRequest.newBuilder().setId(id).build()));
  }

  DivergedReply diverged() {
    return call(stub -> stub.diverged(DivergedRequest.getDefaultInstance()));
  }

  DigestReply digest() {
    return call(stub -> stub.digest(DigestRequest.getDefaultInstance()));
  }

  /** What was done. */
  static String done(OrderReply reply) {
    if (!reply.getDone()) {
      throw new AdminFailure("refused: " + reply.getText());
    }
    return reply.getText();
  }

  private <R> R call(Function<AdminServiceGrpc.AdminServiceBlockingStub, R> method) {
    try {
      return method.apply(
          AdminServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException e) {
      throw new AdminFailure(explain(e.getStatus()));
    }
  }

  private String explain(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          "no server answers at %s (%s); is it running, and is that its INTERNAL_ADDRESS?"
              .formatted(address, root(status));
      case DEADLINE_EXCEEDED ->
          "the server at %s did not answer within %d ms; it may hang, or the network is cut"
              .formatted(address, deadline.toMillis());
      case UNIMPLEMENTED ->
          "%s is not an internal port: --at takes a server's INTERNAL_ADDRESS".formatted(address);
      default -> "the server at %s answered %s".formatted(address, status);
    };
  }

  private static String root(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause == null ? status.getDescription() : cause.getMessage();
    if (text != null && text.contains("refused")) {
      return "connection refused";
    }
    return text == null ? status.getCode().name() : text.replaceAll("\\s*\\R\\s*", " ");
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
