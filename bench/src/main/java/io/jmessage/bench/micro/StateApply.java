package io.jmessage.bench.micro;

import com.google.protobuf.ByteString;
import io.jmessage.bench.contender.Texts;
import io.jmessage.server.chat.ChatStateMachine;
import io.jmessage.server.chat.command.ChatCommand;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.LoginCommand;
import io.jmessage.server.chat.command.OrderedCommand;
import io.jmessage.server.chat.command.SendCommand;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A batch of sends of 100 bytes, applied to an H2 database on a file; and its transaction ended.
 */
@State(Scope.Thread)
public class StateApply {
  private static final Epoch EPOCH = new Epoch(1, new Address("localhost", 2626));
  private static final int USERS = 256;
  private static final int UNSAVED_MAX = 4096;
  private static final String HASH = "hash";

  /** Sends in a batch. */
  @Param({"1", "64"})
  public int sends;

  private final String text = Texts.ofSize(100);
  private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // By the set-up.
  private ChatStateMachine state;

  private long index;
  private long saved;

  @Setup(Level.Iteration)
  public void open() throws IOException {
    directory = Files.createTempDirectory("jmessage-micro");
    state = ChatStateMachine.open(directory);
    index = 0;
    for (int user = 0; user < USERS; user++) {
      good(new CreateAccountCommand(name(user), HASH));
      good(new LoginCommand(user + 1, HASH, session(user)));
    }
    for (int user = 0; user < USERS; user++) {
      good(send());
    }
    save();
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    state.close();
    Trees.delete(directory);
  }

  @Benchmark
  public List<ByteString> apply() {
    List<ByteString> results = state.apply(batch(), at());
    if (index - saved >= UNSAVED_MAX) {
      save();
    }
    return results;
  }

  @Benchmark
  public List<ByteString> applyAndSave() {
    List<ByteString> results = state.apply(batch(), at());
    save();
    return results;
  }

  private List<LogCommand> batch() {
    List<LogCommand> batch = new ArrayList<>(sends);
    for (int i = 0; i < sends; i++) {
      batch.add(next(send()));
    }
    return batch;
  }

  private void save() {
    state.save();
    saved = index;
  }

  /** Each user writes to the next one, in turn. */
  private SendCommand send() {
    int user = (int) (index % USERS);
    ByteString id =
        ByteString.copyFrom(ByteBuffer.allocate(16).putLong(index).putLong(user).flip());
    return new SendCommand(session(user), name((user + 1) % USERS), text, id);
  }

  private static String name(int user) {
    return "user " + user;
  }

  private static ByteString session(int user) {
    return ByteString.copyFromUtf8("session " + user);
  }

  private LogCommand next(ChatCommand command) {
    index++;
    return new LogCommand(
        at(), CommandCodec.encode(new OrderedCommand(Optional.empty(), index, command)));
  }

  private LogPosition at() {
    return new LogPosition(EPOCH, index, index);
  }

  private void good(ChatCommand command) {
    ByteString result = state.apply(List.of(next(command)), at()).get(0);
    ErrorCode code = CommandCodec.decodeOutcome(result).code();
    if (code != ErrorCode.OK) {
      throw new SystemFailure(command + " came to " + code);
    }
  }
}
