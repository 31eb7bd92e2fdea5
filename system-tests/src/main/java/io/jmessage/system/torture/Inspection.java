package io.jmessage.system.torture;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.proto.admin.DigestReply;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.history.Clients;
import io.jmessage.system.history.HistoryReader;
import io.jmessage.system.torture.check.Digest;
import io.jmessage.system.torture.check.Pair;
import io.jmessage.system.torture.check.Sent;
import io.jmessage.system.torture.check.ServerState;
import io.jmessage.system.torture.fault.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks at what servers have, after the run. A server is read while it is the master; then it is
 * stopped as planned, and the next one is. Not thread-safe.
 */
final class Inspection {
  private static final Duration AT_REST = Duration.ofSeconds(60);
  private static final Duration FOUND = Duration.ofSeconds(60);

  private final Stage stage;
  private final List<Person> people;
  private final Map<Pair, Person> readers = new HashMap<>();

  /**
   * @param people who read; each conversation in {@code sent} has one of them
   */
  Inspection(Stage stage, List<Person> people, List<Sent> sent) {
    this.stage = stage;
    this.people = List.copyOf(people);
    Map<String, Person> byName =
        people.stream().collect(Collectors.toMap(Person::name, person -> person));
    for (Sent one : sent) {
      Pair pair = one.pair();
      Person reader = byName.get(pair.first());
      reader = reader == null ? byName.get(pair.second()) : reader;
      if (reader != null && one.outcome() != Sent.Outcome.REFUSED) {
        readers.putIfAbsent(pair, reader);
      }
    }
  }

  /** All servers' digests, when all have applied the same; what there is if that never happens. */
  List<Digest> digests() {
    List<Digest> digests = new ArrayList<>();
    boolean unused =
        Wait.within(
            AT_REST,
            () -> {
              digests.clear();
              stage.all().forEach(server -> digest(server).ifPresent(digests::add));
              return digests.size() == stage.size()
                  && digests.stream().map(Digest::index).distinct().count() == 1;
            });
    return List.copyOf(digests);
  }

  private Optional<Digest> digest(int server) {
    return stage.admin(server).digest().map(reply -> digest(server, reply));
  }

  private static Digest digest(int server, DigestReply reply) {
    return new Digest(
        server,
        reply.getApplied().getEpoch().getNumber(),
        reply.getApplied().getIndex(),
        reply.getSha256());
  }

  /**
   * Reads everything at one server after the other, until {@code least} are left, of which the
   * master is read as well.
   *
   * @throws SystemFailure if a server does not take over, or does not answer
   */
  List<ServerState> states(int least) {
    List<ServerState> states = new ArrayList<>();
    for (int alive = stage.size(); ; alive--) {
      int master = stage.master();
      states.add(state(master));
      if (alive <= least) {
        return states;
      }
      stage.stop(master);
      stage.awaitMasterOtherThan(master);
    }
  }

  private ServerState state(int server) {
    String address = stage.cluster().line(server).clientAddress();
    Wait.until(
        FOUND,
        () -> "not all clients find server " + server,
        () -> people.stream().allMatch(person -> person.isAt(address)));
    Map<Pair, List<ChatMessage>> histories = new HashMap<>();
    Map<String, Map<String, Long>> marks = new HashMap<>();
    List<String> refused = new ArrayList<>();
    for (Person person : people) {
      try {
        marks.put(person.name(), marks(Clients.answer(person.client().conversations())));
      } catch (ChatClientException e) {
        refused.add(person.name() + " was refused: " + e.getMessage());
      }
    }
    readers.forEach(
        (pair, reader) -> {
          String other = pair.first().equals(reader.name()) ? pair.second() : pair.first();
          try {
            histories.put(pair, HistoryReader.read(reader.client(), other));
          } catch (ChatClientException e) {
            // Nothing is there then, which is for the checks to say.
            histories.put(pair, List.of());
          }
        });
    return new ServerState(server, histories, names(), marks, refused);
  }

  private static Map<String, Long> marks(List<Conversation> conversations) {
    return conversations.stream()
        .collect(
            Collectors.toMap(
                Conversation::with, Conversation::readSequence, Math::max, HashMap::new));
  }

  private Set<String> names() {
    return Clients.answer(people.get(0).client().people()).stream()
        .map(io.jmessage.client.model.Person::username)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
