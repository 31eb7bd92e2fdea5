package io.jmessage.simulator;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.Message;
import java.util.Collection;
import java.util.stream.Collectors;

/** Events, messages and effects in as few words as a reader of a trace can do with. */
final class Words {

  private Words() {}

  static String of(Object object) {
    if (object instanceof Event event) {
      return ofEvent(event);
    } else if (object instanceof Effect effect) {
      return ofEffect(effect);
    } else if (object instanceof Message message) {
      return ofMessage(message);
    }
    return object.toString();
  }

  static String of(Address address) {
    return "s" + (address.port() - SimulatedServer.FIRST_PORT);
  }

  static String of(Epoch epoch) {
    return epoch.number() == 0 ? "0" : epoch.number() + "@" + of(epoch.master());
  }

  static String of(LogPosition position) {
    return position.index() + "(" + of(position.epoch()) + ")";
  }

  static String of(ConfigAt at) {
    return at.index()
        + "("
        + of(at.config().epoch())
        + " "
        + ofAddresses(at.config().inSync())
        + ")";
  }

  static String ofAddresses(Collection<Address> addresses) {
    return addresses.stream().map(Words::of).collect(Collectors.joining(",", "{", "}"));
  }

  private static String of(Envelope envelope) {
    return of(envelope.sender().internalAddress()) + " [" + of(envelope.epoch()) + "]";
  }

  private static String ofEvent(Event event) {
    if (event instanceof Event.Received received) {
      return "from " + of(received.envelope()) + " " + ofMessage(received.message());
    } else if (event instanceof Event.Answered answered) {
      return "answer of " + of(answered.envelope()) + " " + ofMessage(answered.message());
    } else if (event instanceof Event.StreamClosed closed) {
      return "stream closed with " + of(closed.peer());
    } else if (event instanceof Event.CallFailed failed) {
      return "call to " + of(failed.peer()) + " failed";
    } else if (event instanceof Event.Probed probed) {
      return "probed " + of(probed.peer()) + ": " + probed.result();
    } else if (event instanceof Event.Submitted submitted) {
      return "submitted "
          + submitted.submissions().stream()
              .map(s -> s.payload().toStringUtf8() + " (ticket " + s.ticket() + ")")
              .toList();
    } else if (event instanceof Event.SnapshotFetched fetched) {
      return "has fetched snapshot " + of(fetched.position()) + ", Config " + of(fetched.newest());
    }
    return event.toString();
  }

  private static String ofEffect(Effect effect) {
    if (effect instanceof Effect.Send send) {
      return "to " + of(send.to()) + " " + ofMessage(send.message());
    } else if (effect instanceof Effect.Reply reply) {
      return "reply " + reply.replyTo() + " " + ofMessage(reply.message());
    } else if (effect instanceof Effect.OpenStream open) {
      return "open stream to " + of(open.to()) + " after " + of(open.subscribe().after());
    } else if (effect instanceof Effect.CloseStream close) {
      return "close stream with " + of(close.peer());
    } else if (effect instanceof Effect.SendEntries send) {
      return "to "
          + of(send.to())
          + " entries "
          + send.from()
          + ".."
          + send.upTo()
          + " "
          + ofMessage(send.header());
    } else if (effect instanceof Effect.ReplyTail tail) {
      return "reply "
          + tail.replyTo()
          + " entries "
          + tail.from()
          + ".."
          + tail.upTo()
          + " "
          + ofMessage(tail.header());
    } else if (effect instanceof Effect.Probe probe) {
      return "probe " + of(probe.peer());
    } else if (effect instanceof Effect.PersistVote vote) {
      return "vote " + of(vote.epoch());
    } else if (effect instanceof Effect.AppendLog append) {
      return "append " + append.entries().stream().map(Words::ofEntry).toList();
    } else if (effect instanceof Effect.FetchSnapshot fetch) {
      return "fetch snapshot from " + of(fetch.from());
    } else if (effect instanceof Effect.InstallSnapshot install) {
      return "install snapshot " + of(install.position());
    }
    return effect.toString();
  }

  private static String ofEntry(LogEntry entry) {
    return of(entry.position()) + (entry.type() == LogEntry.Type.CONFIG ? "Config" : "");
  }

  private static String ofMessage(Message message) {
    if (message instanceof Message.Append append) {
      return "Append after "
          + of(append.previous())
          + (append.entries().isEmpty() ? "" : " +" + append.entries().size())
          + " commit "
          + append.commit()
          + " config "
          + append.newestConfig()
          + (append.inSync() ? " in sync" : "")
          + " token "
          + append.token();
    } else if (message instanceof Message.Register register) {
      return "Register " + register.epochTable().stream().map(Words::of).toList();
    } else if (message instanceof Message.RegisterReply reply) {
      return "RegisterReply "
          + reply.verdict()
          + " "
          + reply.master().map(Words::of).orElse("")
          + " fork "
          + of(reply.fork())
          + " "
          + reply.text();
    } else if (message instanceof Message.CheckMasterReply reply) {
      return "CheckMasterReply "
          + reply.role()
          + " master "
          + reply.master().map(Words::of).orElse("none")
          + " heard "
          + reply.masterHeardMillis()
          + " last "
          + of(reply.last())
          + " Config "
          + of(reply.newest())
          + (reply.eligible() ? " eligible" : "");
    } else if (message instanceof Message.Promise promise) {
      return "Promise "
          + of(promise.epoch())
          + " last "
          + of(promise.last())
          + " Config "
          + of(promise.newest())
          + (promise.eligible() ? " eligible" : "");
    } else if (message instanceof Message.Claim claim) {
      return "Claim "
          + of(claim.epoch())
          + (claim.coldStart() ? " cold start" : "")
          + (claim.certain() ? " certain" : "");
    } else if (message instanceof Message.Tail tail) {
      return "Tail "
          + (tail.found() ? "from " + of(tail.fork()) : "not found")
          + " +"
          + tail.entries().size()
          + " of "
          + of(tail.last());
    } else if (message instanceof Message.SubscribeLog subscribe) {
      return "Subscribe after " + of(subscribe.after());
    }
    return message.toString();
  }
}
