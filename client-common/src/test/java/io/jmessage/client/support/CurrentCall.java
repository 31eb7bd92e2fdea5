package io.jmessage.client.support;

/** The ids of the call that this thread is serving. */
final class CurrentCall {
  private static final ThreadLocal<RequestId> ID = new ThreadLocal<>();

  private CurrentCall() {}

  static void set(RequestId id) {
    ID.set(id);
  }

  static RequestId id() {
    return ID.get();
  }
}
