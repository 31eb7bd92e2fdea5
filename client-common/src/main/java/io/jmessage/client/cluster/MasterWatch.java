package io.jmessage.client.cluster;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClusterState;
import io.jmessage.proto.client.WatchRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * One watch stream to one server. A master pushes its state at least every 500 ms, anybody else
 * refuses: so opening it asks "are you master?", and its silence is the sign of a master that
 * hangs. Ends once, with a failure, or without a word after {@link #cancel}. Loop thread only.
 */
final class MasterWatch {
  /** Three of the master's pushes. */
  static final Duration SILENCE = Duration.ofMillis(1_500);

  /**
   * For the first answer, the time to connect included. Longer, as nothing is lost by waiting: the
   * other servers are asked meanwhile.
   */
  static final Duration FIRST_ANSWER = Duration.ofSeconds(3);

  // A timer this late means that this process stood still, so the silence was its own.
  private static final Duration LATE = Duration.ofMillis(500);

  /** Hears of one watch. */
  interface Listener {
    void onState(MasterWatch watch, ClusterState state);

    void onEnd(MasterWatch watch, CallFailure failure);
  }

  private final ServerAddress address;
  private final Channel channel;
  private final CallMetadata metadata;
  private final EventLoop loop;
  private final Listener listener;
  private final ClientCall<WatchRequest, ClusterState> call;
  private Runnable cancelTimer = () -> {};
  private boolean ended;

  MasterWatch(
      ServerAddress address,
      Channel channel,
      CallMetadata metadata,
      EventLoop loop,
      Listener listener) {
    this.address = address;
    this.channel = channel;
    this.metadata = metadata;
    this.loop = loop;
    this.listener = listener;
    this.call = channel.newCall(ClientAccountGrpc.getWatchMethod(), CallOptions.DEFAULT);
  }

  ServerAddress address() {
    return address;
  }

  Channel channel() {
    return channel;
  }

  void start() {
    expectMessage(FIRST_ANSWER);
    call.start(new Stream(), metadata.headers(metadata.noIds()));
    call.sendMessage(WatchRequest.getDefaultInstance());
    call.halfClose();
    call.request(1);
  }

  void cancel() {
    ended = true;
    cancelTimer.run();
    call.cancel("no longer needed", null);
  }

  /** The next message has to come within this time. */
  void expectWithin(Duration time) {
    expectMessage(time);
  }

  private void expectMessage(Duration within) {
    cancelTimer.run();
    long due = System.nanoTime() + within.toNanos();
    cancelTimer = loop.schedule(within, () -> onTimer(within, due));
  }

  private void onTimer(Duration within, long due) {
    if (System.nanoTime() - due > LATE.toNanos()) {
      expectMessage(within);
      return;
    }
    end(CallFailure.of(CallFailure.Kind.SILENT, "nothing for " + within.toMillis() + " ms"));
  }

  private void end(CallFailure failure) {
    if (!ended) {
      cancel();
      listener.onEnd(this, failure);
    }
  }

  private void onState(ClusterState state) {
    Optional<CallFailure> refused = metadata.accept(state.getClusterId(), state.getEpoch());
    if (refused.isPresent()) {
      end(refused.get());
      return;
    }
    expectMessage(SILENCE);
    listener.onState(this, state);
    call.request(1);
  }

  private final class Stream extends ClientCall.Listener<ClusterState> {
    @Override
    public void onMessage(ClusterState state) {
      if (!ended) {
        MasterWatch.this.onState(state);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end(CallFailure.read(status, trailers));
    }
  }
}
