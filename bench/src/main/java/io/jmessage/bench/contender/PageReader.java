package io.jmessage.bench.contender;

import io.jmessage.bench.load.Writer;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountStub;
import io.jmessage.proto.client.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Reads the newest page of one conversation again and again. */
public final class PageReader extends Jmessage {
  private static final int PAGE = 200;

  private final int user;
  private final int messages;

  /**
   * @param user who reads, and has written to the next one
   * @param messages in the conversation
   */
  public PageReader(String name, JmessageServers servers, int user, int messages) {
    super(name, servers);
    this.user = user;
    this.messages = messages;
  }

  @Override
  public String what() {
    return String.format(
        Locale.ROOT, "the newest %d messages of a conversation of %,d", PAGE, messages);
  }

  @Override
  public Crew open(int readers, int size) {
    Users users = servers().users();
    ClientChannels channels = new ClientChannels(List.of(servers().master()), 1);
    ChatRequest request =
        ChatRequest.newBuilder()
            .setSessionId(users.session(user))
            .setUsername(users.name(user + 1))
            .setLimit(PAGE)
            .build();
    List<Writer> all = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      all.add(new Reader(ClientAccountGrpc.newStub(channels.of(0)), request));
    }
    return new Crew(all, channels::close);
  }

  private static final class Reader extends UnaryCaller<Messages> {
    private final ClientAccountStub stub;
    private final ChatRequest request;

    Reader(ClientAccountStub stub, ChatRequest request) {
      this.stub = stub;
      this.request = request;
    }

    @Override
    void call() {
      stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).getChat(request, this);
    }

    @Override
    String refusal(Messages page) {
      boolean whole = page.getErrorCode() == 0 && page.getMessageCount() == PAGE;
      return whole ? "" : page.getMessageCount() + " messages: " + page.getErrorMessage();
    }
  }
}
