package io.jmessage.client.cluster;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One stream from a master, a few messages at a time: the server sends no more than were asked for.
 * Ends once, with a failure, or without a word after {@link #cancel}. Loop thread only.
 */
public final class ServerStream<Q, A> {
  /** Hears the stream. */
  public interface Listener<A> {
    void onMessage(A message);

    void onEnd(CallFailure failure);
  }

  private final CallMetadata metadata;
  private final Listener<A> listener;
  private @Nullable ClientCall<Q, A> call;
  private boolean ended;

  ServerStream(CallMetadata metadata, Listener<A> listener) {
    this.metadata = metadata;
    this.listener = listener;
  }

  /** Opens it, once. */
  public void start(Master master, MethodDescriptor<Q, A> method, Q request, int messages) {
    ClientCall<Q, A> opened = master.channel().newCall(method, CallOptions.DEFAULT);
    call = opened;
    opened.start(new Stream(), metadata.headers(metadata.noIds()));
    opened.sendMessage(request);
    opened.halfClose();
    opened.request(messages);
  }

  /** Lets one more message come. */
  public void requestOne() {
    if (!ended && call != null) {
      call.request(1);
    }
  }

  public void cancel() {
    ended = true;
    if (call != null) {
      call.cancel("no longer needed", null);
    }
  }

  private void end(CallFailure failure) {
    if (!ended) {
      cancel();
      listener.onEnd(failure);
    }
  }

  private final class Stream extends ClientCall.Listener<A> {
    @Override
    public void onHeaders(Metadata headers) {
      metadata.accept(headers).ifPresent(ServerStream.this::end);
    }

    @Override
    public void onMessage(A message) {
      if (!ended) {
        listener.onMessage(message);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end(CallFailure.read(status, trailers));
    }
  }
}
