package io.jmessage.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import io.jmessage.proto.client.AcknowledgeReceivedMessagesRequest;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ConversationsRequest;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.DeleteAccountRequest;
import io.jmessage.proto.client.Empty;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.MarkRequest;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.ReceiveRequest;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.proto.client.WatchRequest;
import io.jmessage.server.support.ConformanceInterceptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of the client port with requests that are absurd, damaged, or no messages at all. Each
 * ends with an answer or a row of the table, and changes nothing unless it is a request.
 */
class ClientPortFuzzTest {
  private static final long ANSWERED_MILLIS = 10_000;
  private static final String SESSION = "5e".repeat(32);

  /** Of the reply: the fields are malformed, so nothing was ordered. */
  private static final Set<Integer> MALFORMED = Set.of(2, 3, 4, 5);

  private record Call(MethodDescriptor<?, ?> method, Message valid) {}

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void noRequestDoesHarm(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    MessageMutator mutator = new MessageMutator(random);
    try (RealServer server = RealServer.master(directory)) {
      String ann = server.join("ann");
      String bob = server.join("bob");
      server.serves(ann, "bob");
      List<Call> calls = calls(bob);
      ConformanceInterceptor conformance = new ConformanceInterceptor();
      Channel channel = ClientInterceptors.intercept(server.clientPort(), conformance);
      String before = server.mark();

      for (int round = 0; round < FuzzSeeds.rounds(150); round++) {
        Call call = calls.get(random.nextInt(calls.size()));
        byte[] request = mutator.mutate(call.valid());
        Metadata headers = headers(random);
        RawCalls.End end =
            RawCalls.call(
                ClientInterceptors.intercept(
                    channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                call.method(),
                ANSWERED_MILLIS,
                request);

        String what =
            "round %d, %s, %d bytes, headers %s: %s, %s"
                .formatted(
                    round,
                    call.method().getBareMethodName(),
                    request.length,
                    headers,
                    end.status(),
                    end.answer());
        assertThat(conformance.violations()).as(what).isEmpty();
        String after = server.mark();
        if (!end.status().isOk()) {
          assertThat(after).as(what).isEqualTo(before);
        } else if (MALFORMED.contains(code(call.method(), end.answer()))) {
          // It may have been ordered, and refused then: another text under an id that was used.
          assertThat(RealServer.digestOf(after)).as(what).isEqualTo(RealServer.digestOf(before));
        }
        before = after;
      }

      server.serves(server.join("zoe"), "zoe");
    }
  }

  private static int code(MethodDescriptor<?, ?> method, ByteString answer)
      throws InvalidProtocolBufferException {
    return switch (String.valueOf(method.getBareMethodName())) {
      case "GetMessages", "GetChat", "ListConversations" ->
          Messages.parseFrom(answer).getErrorCode();
      case "ListUsers", "Subscribe", "Watch" -> 0;
      default -> ServerResponse.parseFrom(answer).getErrorCode();
    };
  }

  /** Mostly none, as from an old client. */
  private static Metadata headers(SplittableRandom random) {
    Metadata headers = new Metadata();
    String[] keys = {
      "jmessage-client-id", "jmessage-sequence", "jmessage-cluster-id", "jmessage-epoch"
    };
    String[] values = {"", "0", "-1", "99999999999999999999", "00112233445566778899aabbccddeeff"};
    while (random.nextInt(4) == 0) {
      headers.put(
          Metadata.Key.of(keys[random.nextInt(keys.length)], Metadata.ASCII_STRING_MARSHALLER),
          values[random.nextInt(values.length)]);
    }
    return headers;
  }

  private static List<Call> calls(String session) {
    return List.of(
        new Call(
            ClientAccountGrpc.getCreateAccountMethod(),
            CreateAccountRequest.newBuilder().setUsername("eve").setPassword("pw").build()),
        new Call(ClientAccountGrpc.getListUsersMethod(), Empty.getDefaultInstance()),
        new Call(
            ClientAccountGrpc.getLoginMethod(),
            LoginRequest.newBuilder()
                .setUsername("ann")
                .setPassword("pw")
                .setSessionId(SESSION)
                .build()),
        new Call(
            ClientAccountGrpc.getSendMethod(),
            SendRequest.newBuilder()
                .setSessionId(session)
                .setTo("ann")
                .setMessage("hello")
                .setClientMessageId(ByteString.copyFrom(new byte[16]))
                .build()),
        new Call(
            ClientAccountGrpc.getGetMessagesMethod(),
            ReceiveRequest.newBuilder().setSessionId(session).build()),
        new Call(
            ClientAccountGrpc.getGetChatMethod(),
            ChatRequest.newBuilder()
                .setSessionId(session)
                .setUsername("ann")
                .setAfterSequence(1)
                .setLimit(10)
                .build()),
        new Call(
            ClientAccountGrpc.getAcknowledgeReceivedMessagesMethod(),
            AcknowledgeReceivedMessagesRequest.newBuilder()
                .setSessionId(session)
                .addMessageIds(1)
                .build()),
        new Call(
            ClientAccountGrpc.getDeleteAccountMethod(),
            DeleteAccountRequest.newBuilder().setSessionId(session.replace('a', 'b')).build()),
        new Call(
            ClientAccountGrpc.getLogoutMethod(),
            DeleteAccountRequest.newBuilder().setSessionId(session.replace('a', 'c')).build()),
        new Call(
            ClientAccountGrpc.getListConversationsMethod(),
            ConversationsRequest.newBuilder().setSessionId(session).build()),
        new Call(
            ClientAccountGrpc.getMarkMethod(),
            MarkRequest.newBuilder()
                .setSessionId(session)
                .setUsername("ann")
                .setReceivedSequence(1)
                .setReadSequence(1)
                .build()),
        new Call(
            ClientAccountGrpc.getSubscribeMethod(),
            SubscribeRequest.newBuilder().setSessionId(session).setAfterMessageId(1).build()),
        new Call(ClientAccountGrpc.getWatchMethod(), WatchRequest.getDefaultInstance()));
  }
}
