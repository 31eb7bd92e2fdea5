package io.jmessage.simulator;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are delayed, lost, doubled and overtake one another; Subscribe streams that keep their
 * order until they break, and then break at both ends.
 */
final class SimulatedNetwork {

  /** Loss alone makes nobody silent for much longer than this (assumption A3). */
  private static final long SILENT_MICROS_MAX = 500_000;

  private record Link(Address from, Address to) {}

  private record Call(SimulatedServer caller, int incarnation, long at) {}

  /** One Subscribe stream; an end that is null has closed it or never had it. */
  private static final class Stream {
    final SimulatedServer slave;
    final int slaveIncarnation;
    final SimulatedServer master;
    int masterIncarnation;
    boolean broken;
    long lastDown;
    long lastUp;

    Stream(SimulatedServer slave, SimulatedServer master) {
      this.slave = slave;
      this.slaveIncarnation = slave.incarnation();
      this.master = master;
    }
  }

  private final Simulation simulation;
  private final Map<Long, Call> calls = new HashMap<>();
  private long lastCall;

  /** The stream that the first has open to the second, as slave and as master. */
  private final Map<Link, Stream> asSlave = new HashMap<>();

  private final Map<Link, Stream> asMaster = new HashMap<>();
  private final Map<Link, Long> reachedAt = new HashMap<>();
  private final Map<Link, Long> slow = new HashMap<>();
  private final Set<Link> cut = new HashSet<>();
  private double loss;
  private double copies;

  SimulatedNetwork(Simulation simulation) {
    this.simulation = simulation;
  }

  // ---- Faults.

  /** Loses calls and answers; never many in a row on one link. */
  void loseCalls(double share) {
    loss = share;
  }

  /** Lets calls arrive a second time, up to some seconds later. */
  void copyCalls(double share) {
    copies = share;
  }

  /** Adds up to so many microseconds to every message of this link, both ways; 0 ends it. */
  void slowDown(Address a, Address b, long micros) {
    slow.put(new Link(a, b), micros);
    slow.put(new Link(b, a), micros);
  }

  void cut(Address from, Address to) {
    cut.add(new Link(from, to));
  }

  void restoreLinks() {
    cut.clear();
  }

  void heal() {
    loss = 0;
    copies = 0;
    slow.clear();
    restoreLinks();
  }

  void breakStreams(Address a, Address b) {
    breakStream(asSlave.get(new Link(a, b)));
    breakStream(asSlave.get(new Link(b, a)));
  }

  /** Its process ended: the kernel closes what it had open. */
  void crashed(SimulatedServer server) {
    for (SimulatedServer other : simulation.servers()) {
      Link link = new Link(server.address(), other.address());
      breakStream(asSlave.remove(link));
      breakStream(asMaster.remove(link));
    }
  }

  // ---- Calls.

  void call(SimulatedServer from, Effect.Send send) {
    Address to = send.to();
    SimulatedServer callee = simulation.server(to);
    if (isLost(from.address(), to)) {
      return;
    }
    long id = ++lastCall;
    calls.put(id, new Call(from, from.incarnation(), send.at()));
    boolean again =
        (loss > 0 && simulation.chance(loss)) || (copies > 0 && simulation.chance(copies));
    for (int copy = 0; copy < (again ? 2 : 1); copy++) {
      long late = copy > 0 && simulation.chance(0.5) ? simulation.below(3_000_000) : 0;
      simulation.after(
          delay(from.address(), to) + late,
          () -> {
            if (callee.isUp()) {
              callee.deliver(new Event.Received(send.envelope(), id, send.message()));
            } else {
              fail(id, callee);
            }
          });
    }
  }

  void reply(SimulatedServer from, long replyTo, Envelope envelope, Message message) {
    Call call = calls.get(replyTo);
    if (call == null || isLost(from.address(), call.caller().address())) {
      return;
    }
    simulation.after(
        delay(from.address(), call.caller().address()),
        () ->
            call.caller()
                .deliver(call.incarnation(), new Event.Answered(envelope, call.at(), message)));
  }

  private void fail(long id, SimulatedServer callee) {
    Call call = calls.get(id);
    if (call != null) {
      simulation.after(
          delay(callee.address(), call.caller().address()),
          () -> call.caller().deliver(call.incarnation(), new Event.CallFailed(callee.address())));
    }
  }

  private boolean isLost(Address from, Address to) {
    Link link = new Link(from, to);
    if (cut.contains(link)) {
      return true;
    }
    boolean bothReach = reachedLately(link) && reachedLately(new Link(to, from));
    if (loss > 0 && simulation.chance(loss) && bothReach) {
      return true;
    }
    reachedAt.put(link, simulation.now());
    return false;
  }

  private boolean reachedLately(Link link) {
    return simulation.now() - reachedAt.getOrDefault(link, Long.MIN_VALUE / 2) < SILENT_MICROS_MAX;
  }

  private long delay(Address from, Address to) {
    long usual = simulation.chance(0.03) ? 30_000 : 1_500;
    long more = slow.getOrDefault(new Link(from, to), 0L);
    return 100 + simulation.below(usual) + (more > 0 ? simulation.below(more) : 0);
  }

  void probe(SimulatedServer from, Address to) {
    int incarnation = from.incarnation();
    boolean silent =
        cut.contains(new Link(from.address(), to)) || cut.contains(new Link(to, from.address()));
    simulation.after(
        delay(from.address(), to),
        () -> {
          Event.ProbeResult result =
              silent
                  ? Event.ProbeResult.SILENT
                  : simulation.server(to).isUp()
                      ? Event.ProbeResult.OPEN
                      : Event.ProbeResult.REFUSED;
          simulation.after(
              silent ? 1_000_000 : delay(to, from.address()),
              () -> from.deliver(incarnation, new Event.Probed(to, result)));
        });
  }

  // ---- Streams.

  void open(SimulatedServer slave, Address to, Envelope envelope, Message.SubscribeLog subscribe) {
    SimulatedServer master = simulation.server(to);
    Link link = new Link(slave.address(), to);
    Stream stream = new Stream(slave, master);
    Stream before = asSlave.put(link, stream);
    if (before != null) {
      closeMasterEnd(before);
    }
    if (cut.contains(link)) {
      breakStream(stream);
      return;
    }
    stream.lastUp = simulation.now() + delay(slave.address(), to);
    simulation.at(
        stream.lastUp,
        () -> {
          if (stream.broken || !isCurrent(asSlave, slave, master, stream)) {
            return;
          }
          if (!master.isUp()) {
            breakStream(stream);
            return;
          }
          stream.masterIncarnation = master.incarnation();
          asMaster.put(new Link(to, slave.address()), stream);
          master.deliver(new Event.Received(envelope, 0, subscribe));
        });
  }

  boolean hasStream(SimulatedServer from, Address to, boolean asSlaveOf) {
    return (asSlaveOf ? asSlave : asMaster).containsKey(new Link(from.address(), to));
  }

  /** Sends up an open stream to its master, or down one to its slave; else it is lost. */
  void push(
      SimulatedServer from, Address to, boolean asSlaveOf, Envelope envelope, Message message) {
    Stream stream = (asSlaveOf ? asSlave : asMaster).get(new Link(from.address(), to));
    if (stream == null || stream.broken) {
      return;
    }
    if (cut.contains(new Link(from.address(), to))) {
      breakStream(stream);
      return;
    }
    long earliest = simulation.now() + delay(from.address(), to);
    long arrival = Math.max(earliest, (asSlaveOf ? stream.lastUp : stream.lastDown) + 1);
    if (asSlaveOf) {
      stream.lastUp = arrival;
    } else {
      stream.lastDown = arrival;
    }
    simulation.at(arrival, () -> arrive(stream, asSlaveOf, envelope, message));
  }

  private void arrive(Stream stream, boolean up, Envelope envelope, Message message) {
    Event event = new Event.Received(envelope, 0, message);
    if (stream.broken) {
      return;
    }
    if (up && isCurrent(asMaster, stream.master, stream.slave, stream)) {
      stream.master.deliver(stream.masterIncarnation, event);
    } else if (!up && isCurrent(asSlave, stream.slave, stream.master, stream)) {
      stream.slave.deliver(stream.slaveIncarnation, event);
    }
  }

  private static boolean isCurrent(
      Map<Link, Stream> ends, SimulatedServer at, SimulatedServer peer, Stream stream) {
    return Objects.equals(ends.get(new Link(at.address(), peer.address())), stream);
  }

  /** The end that closes is told nothing; the other one is. */
  void close(SimulatedServer from, Address peer) {
    Link link = new Link(from.address(), peer);
    Stream up = asSlave.remove(link);
    if (up != null) {
      closeMasterEnd(up);
    }
    Stream down = asMaster.remove(link);
    if (down != null) {
      closeSlaveEnd(down);
    }
  }

  /** What was sent before still arrives, or is lost. */
  private void breakStream(@Nullable Stream stream) {
    if (stream == null || stream.broken) {
      return;
    }
    if (simulation.chance(0.5)) {
      stream.broken = true;
    }
    closeMasterEnd(stream);
    closeSlaveEnd(stream);
  }

  private void closeMasterEnd(Stream stream) {
    long at = Math.max(stream.lastUp + 1, noticed(stream));
    simulation.at(
        at,
        () -> {
          Link end = new Link(stream.master.address(), stream.slave.address());
          if (asMaster.remove(end, stream)) {
            stream.master.deliver(
                stream.masterIncarnation, new Event.StreamClosed(stream.slave.address()));
          }
        });
  }

  private void closeSlaveEnd(Stream stream) {
    long at = Math.max(stream.lastDown + 1, noticed(stream));
    simulation.at(
        at,
        () -> {
          Link end = new Link(stream.slave.address(), stream.master.address());
          if (asSlave.remove(end, stream)) {
            stream.slave.deliver(
                stream.slaveIncarnation, new Event.StreamClosed(stream.master.address()));
          }
        });
  }

  /** Over a cut link no end hears of it: keep-alive has to find out. */
  private long noticed(Stream stream) {
    Address a = stream.slave.address();
    Address b = stream.master.address();
    boolean isCut = cut.contains(new Link(a, b)) || cut.contains(new Link(b, a));
    return simulation.now() + (isCut ? 3_000_000 : delay(a, b));
  }
}
