package io.jmessage.system;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountBlockingStub;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.ReceiveRequest;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A client as the first Jmessage had it: plain calls without ids or metadata, only the old fields;
 * on UNIMPLEMENTED or UNAVAILABLE it tries the next address, without logging in again. Not
 * thread-safe.
 */
final class SeedClient implements AutoCloseable {
  private static final Duration GIVES_UP = Duration.ofSeconds(30);
  private static final Duration ONE_CALL = Duration.ofSeconds(5);

  private final List<ManagedChannel> channels;
  private int current;

  SeedClient(List<String> addresses) {
    channels =
        addresses.stream()
            .map(address -> ManagedChannelBuilder.forTarget(address).usePlaintext().build())
            .toList();
  }

  ServerResponse createAccount(String username, String password) {
    CreateAccountRequest request =
        CreateAccountRequest.newBuilder().setUsername(username).setPassword(password).build();
    return call(stub -> stub.createAccount(request));
  }

  ServerResponse login(String username, String password) {
    LoginRequest request =
        LoginRequest.newBuilder().setUsername(username).setPassword(password).build();
    return call(stub -> stub.login(request));
  }

  ServerResponse send(String session, String to, String text) {
    SendRequest request =
        SendRequest.newBuilder().setSessionId(session).setTo(to).setMessage(text).build();
    return call(stub -> stub.send(request));
  }

  Messages getMessages(String session) {
    ReceiveRequest request = ReceiveRequest.newBuilder().setSessionId(session).build();
    return call(stub -> stub.getMessages(request));
  }

  Messages getChat(String session, String with) {
    ChatRequest request = ChatRequest.newBuilder().setSessionId(session).setUsername(with).build();
    return call(stub -> stub.getChat(request));
  }

  private <T> T call(Function<ClientAccountBlockingStub, T> method) {
    long end = System.nanoTime() + GIVES_UP.toNanos();
    while (true) {
      try {
        ClientAccountBlockingStub stub = ClientAccountGrpc.newBlockingStub(channels.get(current));
        return method.apply(stub.withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS));
      } catch (StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        boolean tryNext = code == Status.Code.UNIMPLEMENTED || code == Status.Code.UNAVAILABLE;
        if (!tryNext || System.nanoTime() - end > 0) {
          throw e;
        }
        current = (current + 1) % channels.size();
      }
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
