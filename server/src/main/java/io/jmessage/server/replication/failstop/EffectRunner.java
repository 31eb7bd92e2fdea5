package io.jmessage.server.replication.failstop;

import io.jmessage.server.replication.NotMasterException;
import io.jmessage.server.replication.OutcomeUnknownException;
import io.jmessage.server.replication.RefusedException;
import io.jmessage.server.replication.failstop.core.DivergedSuffix;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.Message;
import io.jmessage.server.replication.failstop.core.ReplicaCore;
import io.jmessage.server.replication.failstop.transport.PeerTransport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the core's effects, in order. Engine thread only. */
final class EffectRunner {

  private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);

  private final ReplicaCore core;
  private final Storage storage;
  private final PeerTransport transport;
  private final LogWriter log;
  private final Applier applier;
  private final SnapshotTaker snapshots;
  private final Waiters waiters;
  private final Reconciler reconciler;
  private final Views views;
  private final Operator operator;
  private final FailStop failStop;
  private final Consumer<Event> inbox;
  private final Runnable stopped;

  EffectRunner(
      ReplicaCore core,
      Storage storage,
      PeerTransport transport,
      LogWriter log,
      Applier applier,
      SnapshotTaker snapshots,
      Waiters waiters,
      Reconciler reconciler,
      Views views,
      Operator operator,
      FailStop failStop,
      Consumer<Event> inbox,
      Runnable stopped) {
    this.core = core;
    this.storage = storage;
    this.transport = transport;
    this.log = log;
    this.applier = applier;
    this.snapshots = snapshots;
    this.waiters = waiters;
    this.reconciler = reconciler;
    this.views = views;
    this.operator = operator;
    this.failStop = failStop;
    this.inbox = inbox;
    this.stopped = stopped;
  }

  void run(List<Effect> effects) throws IOException {
    for (Effect effect : effects) {
      if (!network(effect) && !disk(effect)) {
        callers(effect);
      }
    }
  }

  private boolean network(Effect effect) throws IOException {
    if (effect instanceof Effect.Send send) {
      transport.send(send.to(), send.envelope(), send.message(), send.at());
    } else if (effect instanceof Effect.Reply reply) {
      transport.reply(reply.replyTo(), reply.envelope(), reply.message());
    } else if (effect instanceof Effect.SendEntries send) {
      transport.push(send.to(), send.envelope(), withEntries(send));
    } else if (effect instanceof Effect.ReplyTail reply) {
      transport.reply(reply.replyTo(), reply.envelope(), withEntries(reply));
    } else if (effect instanceof Effect.OpenStream open) {
      transport.openStream(open.to(), open.envelope(), open.subscribe());
    } else if (effect instanceof Effect.CloseStream close) {
      transport.closeStream(close.peer());
    } else if (effect instanceof Effect.Probe probe) {
      transport.probe(probe.peer());
    } else if (effect instanceof Effect.FetchSnapshot fetch) {
      fetch(fetch);
    } else {
      return false;
    }
    return true;
  }

  private Message.Append withEntries(Effect.SendEntries send) throws IOException {
    Message.Append header = send.header();
    return new Message.Append(
        header.previous(),
        entries(send.from(), send.upTo()),
        header.commit(),
        header.newestConfig(),
        header.inSync(),
        header.token());
  }

  private Message.Tail withEntries(Effect.ReplyTail reply) throws IOException {
    Message.Tail header = reply.header();
    return new Message.Tail(
        header.found(), header.fork(), entries(reply.from(), reply.upTo()), header.last());
  }

  /** The core has already seen to it that they fit into one message. */
  private List<LogEntry> entries(long from, long upTo) throws IOException {
    return from > upTo ? List.of() : log.read(from, upTo, Integer.MAX_VALUE);
  }

  private boolean disk(Effect effect) throws IOException {
    if (effect instanceof Effect.PersistVote persist) {
      storage.vote().persist(persist.epoch());
    } else if (effect instanceof Effect.AdoptCluster adopt) {
      storage.adoptCluster(adopt.clusterId());
    } else if (effect instanceof Effect.AppendLog append) {
      log.append(append.generation(), append.entries());
    } else if (effect instanceof Effect.TruncateLog truncate) {
      log.runBetween(
          () -> kept(storage.truncateAfter(truncate.afterIndex(), truncate.acknowledgedUpTo())));
    } else if (effect instanceof Effect.InstallSnapshot install) {
      applier.rewind(); // The entries that it is reading are about to disappear.
      log.runBetween(
          () ->
              kept(
                  storage.resetLog(
                      install.position(), install.archiveAfter(), install.acknowledgedUpTo())));
      applier.load(Applier.ALWAYS);
    } else if (effect instanceof Effect.ReadDiverged read) {
      reconciler.read(read);
    } else if (effect instanceof Effect.SaveReconciled save) {
      reconciler.save(save);
    } else if (effect instanceof Effect.RebuildState rebuild) {
      applier.load(rebuild.keptUpTo());
    } else if (effect instanceof Effect.BeginAnew anew) {
      applier.rewind();
      log.runBetween(() -> storage.setLogAside(anew.dataUuid()));
      applier.load(Applier.ALWAYS);
    } else if (effect instanceof Effect.TakeSnapshot) {
      snapshots.take();
    } else if (effect instanceof Effect.TrimLog trim) {
      log.runLater(() -> storage.trim(trim.snapshot(), trim.upTo()));
    } else if (effect instanceof Effect.Apply apply) {
      views.committed(core.commit());
      applier.apply(apply.upTo(), apply.copies(), apply.members());
    } else {
      return false;
    }
    return true;
  }

  private void kept(Optional<DivergedSuffix> suffix) {
    suffix.ifPresent(s -> inbox.accept(new Event.DivergedKept(s)));
  }

  private void callers(Effect effect) {
    if (effect instanceof Effect.Merge merge) {
      reconciler.merge(merge);
    } else if (effect instanceof Effect.Accepted accepted) {
      waiters.accept(accepted.ticket(), accepted.index());
    } else if (effect instanceof Effect.Refused refused) {
      waiters.refuse(refused.ticket(), exceptionFor(refused.refusal()));
    } else if (effect instanceof Effect.FailPending fail) {
      waiters.failAccepted(new OutcomeUnknownException(fail.why()));
    } else if (effect instanceof Effect.ReadGranted granted) {
      if (waiters.grant(granted.ticket(), granted.index())) {
        applier.hurry();
      }
    } else if (effect instanceof Effect.OrderAnswered answered) {
      operator.answered(answered);
    } else if (effect instanceof Effect.ViewChanged) {
      views.update(core);
    } else if (effect instanceof Effect.Note note) {
      LOG.info("epoch {}: {}", core.promised().number(), note.text());
    } else if (effect instanceof Effect.Halt halt) {
      failStop.halt(halt.why());
    } else if (effect instanceof Effect.Stopped) {
      stopped.run();
    } else {
      throw new IllegalStateException("no way to carry out " + effect);
    }
  }

  private RuntimeException exceptionFor(Effect.Refusal refusal) {
    return switch (refusal) {
      case NOT_MASTER -> new NotMasterException(views.current().master());
      case TOO_BUSY ->
          new RefusedException(
              RefusedException.Reason.TOO_BUSY, "too much waits to be acknowledged");
      case TOO_FEW_COPIES ->
          new RefusedException(
              RefusedException.Reason.TOO_FEW_COPIES,
              "fewer servers are in sync than --min-copies asks for");
    };
  }

  private void fetch(Effect.FetchSnapshot fetch) {
    Thread thread = new Thread(() -> inbox.accept(download(fetch)), "snapshot-in");
    thread.setDaemon(true);
    thread.start();
  }

  private Event download(Effect.FetchSnapshot fetch) {
    try (Storage.Download download = storage.new Download()) {
      transport.fetchSnapshot(fetch.from(), fetch.envelope(), download);
      return new Event.SnapshotFetched(
          fetch.from(),
          download.received().position(),
          download.newestConfig(),
          download.received().dataBytes());
    } catch (IOException e) {
      return new Event.SnapshotFailed(fetch.from(), String.valueOf(e.getMessage()));
    }
  }
}
