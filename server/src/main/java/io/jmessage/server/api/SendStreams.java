package io.jmessage.server.api;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.jmessage.proto.client.SendManyResponse;
import io.jmessage.server.chat.ReplicatedChat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open SendMany calls. Thread-safe; never blocks. */
final class SendStreams {
  private final ReplicatedChat chat;
  private final EventLoops eventLoops;
  private final Set<SendStream> open = ConcurrentHashMap.newKeySet();

  SendStreams(ReplicatedChat chat, EventLoops eventLoops) {
    this.chat = chat;
    this.eventLoops = eventLoops;
  }

  SendStream open(ServerCallStreamObserver<SendManyResponse> answers) {
    SendStream stream = new SendStream(chat, answers, eventLoops.ofCaller(), open::remove);
    open.add(stream);
    return stream;
  }

  /** Ends every call. */
  void endAll(StatusRuntimeException reason) {
    open.forEach(stream -> stream.fail(reason));
  }
}
