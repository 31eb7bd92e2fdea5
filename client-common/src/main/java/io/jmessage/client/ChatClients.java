package io.jmessage.client;

/** Opens clients. The only place that names the implementation. */
public final class ChatClients {

  private ChatClients() {}

  /** A client that looks for the master from now on. Returns at once; close it in the end. */
  public static ChatClient open(ChatClientConfig config) {
    GrpcChatClient client = new GrpcChatClient(config);
    client.start();
    return client;
  }
}
