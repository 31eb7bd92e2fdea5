package io.jmessage.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountBlockingStub;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountStub;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.server.api.ClientServer;
import io.jmessage.server.chat.Argon2;
import io.jmessage.server.chat.ChatStateMachine;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.replication.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A whole server but for its engine, on a loopback port, and a client that checks every status.
 * Closing it fails if one was outside the table.
 */
public final class TestServer implements AutoCloseable {

  /** As cheap as Argon2 gets: tests are not about its strength. */
  private static final Argon2 CHEAP = new Argon2(64, 1);

  private final ChatStateMachine state;
  private final SingleServerEngine engine;
  private final ReplicatedChat chat;
  private final ClientServer server;
  private final ManagedChannel channel;
  private final ConformanceInterceptor conformance = new ConformanceInterceptor();

  public TestServer(Path directory) throws IOException {
    state = ChatStateMachine.open(directory);
    engine = new SingleServerEngine(state);
    chat =
        new ReplicatedChat(
            engine, state, CHEAP, () -> TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    server = new ClientServer(new Address("127.0.0.1", 0), engine, chat);
    server.start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  public SingleServerEngine engine() {
    return engine;
  }

  public ClientServer server() {
    return server;
  }

  public ChatStateMachine state() {
    return state;
  }

  public ConformanceInterceptor conformance() {
    return conformance;
  }

  public ManagedChannel channel() {
    return channel;
  }

  /** Calls as a client of the first Jmessage: without metadata. */
  public ClientAccountBlockingStub client() {
    return ClientAccountGrpc.newBlockingStub(ClientInterceptors.intercept(channel, conformance))
        .withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  public ClientAccountBlockingStub client(Metadata headers) {
    return client().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  public ClientAccountStub streams() {
    return ClientAccountGrpc.newStub(ClientInterceptors.intercept(channel, conformance));
  }

  /** Signs up and logs in; returns the session id. */
  public String join(String name) {
    ServerResponse created =
        client()
            .createAccount(
                CreateAccountRequest.newBuilder().setUsername(name).setPassword("pw").build());
    assertThat(created.getErrorCode()).isZero();
    return login(name);
  }

  public String login(String name) {
    ServerResponse response =
        client().login(LoginRequest.newBuilder().setUsername(name).setPassword("pw").build());
    assertThat(response.getErrorCode()).isZero();
    return response.getSessionId();
  }

  public ServerResponse send(String session, String to, String text) {
    return client()
        .send(SendRequest.newBuilder().setSessionId(session).setTo(to).setMessage(text).build());
  }

  /** As an old client asks: everything, and marks it. */
  public Messages chat(String session, String with) {
    return client()
        .getChat(ChatRequest.newBuilder().setSessionId(session).setUsername(with).build());
  }

  public List<String> texts(Messages messages) {
    return messages.getMessageList().stream().map(m -> m.getMessage()).toList();
  }

  @Override
  public void close() {
    server.close();
    // Before the channel is cut: what that does to open calls is no answer of the server's.
    List<String> violations = List.copyOf(conformance.violations());
    channel.shutdownNow();
    chat.close();
    engine.close();
    state.close();
    assertThat(violations).isEmpty();
  }
}
