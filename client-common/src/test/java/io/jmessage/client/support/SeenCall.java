package io.jmessage.client.support;

import com.google.protobuf.Message;

/** One call as a server saw it. */
public record SeenCall(int server, String method, RequestId id, long epoch, Message request) {}
