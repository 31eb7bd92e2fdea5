package io.jmessage.system;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.jmessage.proto.admin.AdminServiceGrpc;
import io.jmessage.proto.admin.AdminServiceGrpc.AdminServiceBlockingStub;
import io.jmessage.proto.admin.DigestReply;
import io.jmessage.proto.admin.DigestRequest;
import io.jmessage.proto.admin.DivergedReply;
import io.jmessage.proto.admin.DivergedRequest;
import io.jmessage.proto.admin.OrderReply;
import io.jmessage.proto.admin.RepairRequest;
import io.jmessage.proto.admin.StatusReply;
import io.jmessage.proto.admin.StatusRequest;
import io.jmessage.proto.admin.StepDownRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One server's internal port, as an operator's program sees it. Every call is bounded, and empty if
 * there is no answer. Thread-safe.
 */
public final class AdminClient implements AutoCloseable {
  private static final long QUICK_MILLIS = 1000;

  /** A digest reads the whole state. */
  private static final long LONG_MILLIS = 60_000;

  private final ManagedChannel channel;

  public AdminClient(String internalAddress) {
    channel = ManagedChannelBuilder.forTarget(internalAddress).usePlaintext().build();
  }

  /** What it knows. */
  public Optional<StatusReply> status() {
    return ask(QUICK_MILLIS, stub -> stub.status(StatusRequest.getDefaultInstance()));
  }

  /** What was cut off its log, and what has become of it. */
  public Optional<DivergedReply> diverged() {
    return ask(QUICK_MILLIS, stub -> stub.diverged(DivergedRequest.getDefaultInstance()));
  }

  /** What its state comes to, and at which position. */
  public Optional<DigestReply> digest() {
    return ask(LONG_MILLIS, stub -> stub.digest(DigestRequest.getDefaultInstance()));
  }

  /** Has it set its damaged data aside. */
  public Optional<OrderReply> repair() {
    return ask(QUICK_MILLIS, stub -> stub.repair(RepairRequest.getDefaultInstance()));
  }

  /** Has the master hand over. */
  public Optional<OrderReply> stepDown() {
    return ask(QUICK_MILLIS, stub -> stub.stepDown(StepDownRequest.getDefaultInstance()));
  }

  private <T> Optional<T> ask(long millis, Function<AdminServiceBlockingStub, T> question) {
    channel.resetConnectBackoff(); // It was perhaps killed a moment ago, and is there again.
    try {
      return Optional.of(
          question.apply(
              AdminServiceGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)));
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
