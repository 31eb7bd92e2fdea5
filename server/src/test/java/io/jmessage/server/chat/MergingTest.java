package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.command.ChatCommand;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.CreateAccountCommand;
import io.jmessage.server.chat.command.SendCommand;
import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Merge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two histories that begin alike and part; then what the one alone has is merged into the other.
 */
class MergingTest {
  private static final String ID = "0123456789abcdef";

  @TempDir Path directory;
  private Machine lost;
  private Machine stands;
  private long fork;
  private final Set<String> aside = new TreeSet<>();
  private final List<String> reports = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    lost = new Machine(Files.createDirectory(directory.resolve("lost")));
    stands = new Machine(Files.createDirectory(directory.resolve("stands")));
    for (Machine side : List.of(lost, stands)) {
      side.join("ann", "bob");
      side.send("ann", "bob", "before", "before----------");
    }
    fork = lost.state().applied().index();
  }

  @AfterEach
  void close() {
    lost.close();
    stands.close();
  }

  @Test
  void messageOfTheOtherSide_isThereMarkedWithItsTimeAndUnread() {
    long time = send("ann", "bob", "from the other side", ID);
    stands.send("bob", "ann", "meanwhile", "meanwhile-------");

    merge();

    ChatMessage merged = messages("bob", "ann").get(2);
    assertThat(merged.text()).isEqualTo("from the other side");
    assertThat(merged.merged()).isTrue();
    assertThat(merged.timeMicros()).isEqualTo(time);
    assertThat(merged.sequence()).isEqualTo(3);
    assertThat(stands.unreceived("bob")).containsExactly("before", "from the other side");
    assertThat(messages("bob", "ann").subList(0, 2)).noneMatch(ChatMessage::merged);
    assertThat(reports).isEmpty();
  }

  @Test
  void mergingTwice_changesNothing() {
    send("ann", "bob", "with an id", ID);
    send("ann", "bob", "without", "");
    create("cleo", Optional.empty());
    send("cleo", "bob", "hello", "");

    merge();
    String once = stands.state().digest();
    int applied = messages("bob", "ann").size();
    aside.clear();
    merge();
    mergeBlindly();

    assertThat(messages("bob", "ann")).hasSize(applied).hasSize(3);
    assertThat(messages("bob", "cleo")).hasSize(1);
    assertThat(reports).isEmpty();
    assertThat(stands.state().digest()).isEqualTo(once);
  }

  @Test
  void messageThatWasSentAgainOnThisSide_isNotThereTwice() {
    send("ann", "bob", "once", ID);
    stands.send("ann", "bob", "once", ID);

    merge();

    assertThat(messages("bob", "ann")).hasSize(2).noneMatch(ChatMessage::merged);
  }

  @Test
  void newAccountOfTheOtherSide_isThereWithItsMessages() {
    create("cleo", Optional.of(new RequestId(Machine.bytes("client----------"), 7)));
    send("cleo", "ann", "I am new", ID);

    merge();

    assertThat(messages("ann", "cleo")).extracting(ChatMessage::text).containsExactly("I am new");
    assertThat(stands.login("cleo", "later").isOk()).isTrue();
    assertThat(reports).isEmpty();
  }

  @Test
  void accountOfBothSides_isLeftAsideWithItsMessages() {
    create("cleo", Optional.empty());
    send("cleo", "ann", "from the one", ID);
    stands.apply(new CreateAccountCommand("cleo", "another hash", true));

    merge();

    assertThat(reports)
        .containsExactly(
            "account cleo: both sides have created one of that name",
            "a message from cleo to ann: there are two accounts cleo, one of each side");
    assertThat(stands.state().read(r -> r.credentials("cleo")).orElseThrow().passwordHash())
        .isEqualTo("another hash");
  }

  @Test
  void messageToAnAccountDeletedHere_isLeftAside() {
    send("ann", "bob", "are you there?", ID);
    stands.delete("bob");

    merge();

    assertThat(reports).containsExactly("a message from ann to bob: there is no account bob");
  }

  @Test
  void sessionOfTheOtherSide_neededNot_whenTheMessageSaysWhoSentIt() {
    lost.login("ann", "only there");
    lost.apply(new SendCommand(Machine.bytes("only there"), "bob", "hi", Machine.bytes(ID), "ann"));
    lost.apply(
        new SendCommand(
            Machine.bytes("only there"), "bob", "hm", Machine.bytes("other-----------")));

    merge();

    assertThat(messages("bob", "ann"))
        .extracting(ChatMessage::text)
        .containsExactly("before", "hi");
    assertThat(reports).containsExactly("a message to bob: its sender's session is not known here");
  }

  @Test
  void whatWasRefusedOrMeansNothingHere_isPassedOver() {
    send("ann", "bob", "", ID);
    lost.apply(new CreateAccountCommand("bob", "hash", false));
    lost.login("bob", "second");
    lost.mark("bob", "ann", 1, 1);
    lost.logout("second");

    merge();

    assertThat(reports).isEmpty();
    assertThat(stands.unreceived("bob")).containsExactly("before");
  }

  @Test
  void deletionOnTheOtherSide_isLeftToAnOperator() {
    lost.delete("bob");

    merge();

    assertThat(reports)
        .containsExactly("account bob was deleted on the other side and is not deleted here");
    assertThat(stands.account("bob")).isPositive();
  }

  // ---- Words.

  private long send(String from, String to, String text, String id) {
    lost.apply(new SendCommand(Machine.bytes(from), to, text, Machine.bytes(id), from));
    return 1_000_000L * lost.log.size();
  }

  private void create(String name, Optional<RequestId> requestId) {
    ChatCommand create = new CreateAccountCommand(name, "hash of " + name, true);
    assertThat(lost.apply(requestId, create).code()).isEqualTo(ErrorCode.OK);
    lost.login(name, name);
  }

  private List<ChatMessage> messages(String viewer, String with) {
    return stands
        .state()
        .read(
            reader -> {
              History history = new History(reader, reader.living(viewer).orElseThrow().id());
              return history
                  .newestBelow(
                      history.find(with).orElseThrow().conversation().orElseThrow(),
                      Long.MAX_VALUE,
                      1000)
                  .stream()
                  .map(line -> line.message())
                  .toList();
            });
  }

  /** As the engine does it: in order, each applied before the next is looked at. */
  private void merge() {
    for (LogCommand command : suffix()) {
      Merge merge = stands.state().merge(command, aside);
      if (merge instanceof Merge.Order order) {
        apply(order.command());
      } else if (merge instanceof Merge.LeaveAside left) {
        leave(left);
      }
    }
  }

  /** Whatever is there already. */
  private void mergeBlindly() {
    try (Machine empty = new Machine(Files.createDirectory(directory.resolve("empty")))) {
      empty.join("ann", "bob");
      for (LogCommand command : suffix()) {
        if (empty.state().merge(command, aside) instanceof Merge.Order order) {
          apply(order.command());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(ByteString command) {
    ByteString result = CommandCodec.encode(stands.apply(command));
    stands.state().merged(command, result).ifPresent(this::leave);
  }

  private void leave(Merge.LeaveAside left) {
    reports.add(left.why());
    aside.add(left.what());
  }

  private List<LogCommand> suffix() {
    return lost.log.stream()
        .filter(command -> command.position().index() > fork)
        .map(
            command ->
                new LogCommand(
                    new LogPosition(
                        Machine.EPOCH, command.position().index(), command.position().chain() + 1),
                    command.payload()))
        .toList();
  }

  /** A command that this version does not know is kept, not lost. */
  @Test
  void unknownCommand_isLeftAside() {
    LogCommand unknown =
        new LogCommand(Machine.position(fork + 1), ByteString.copyFromUtf8("nonsense"));

    assertThat(stands.state().merge(unknown, Set.of())).isInstanceOf(Merge.LeaveAside.class);
  }
}
