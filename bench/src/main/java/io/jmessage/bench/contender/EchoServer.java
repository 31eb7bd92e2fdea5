package io.jmessage.bench.contender;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.proto.EchoGrpc;
import io.jmessage.bench.proto.Words;
import io.jmessage.server.api.EventLoops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server of gRPC that does nothing but answer, on the network threads of ours. */
public final class EchoServer {
  private EchoServer() {}

  /** Serves until the process ends; says so on standard output when it listens. */
  public static void serve(int port) throws IOException, InterruptedException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (EventLoops eventLoops = new EventLoops()) {
      Server server =
          eventLoops
              .configure(NettyServerBuilder.forAddress(address))
              .addService(new Answers())
              .build()
              .start();
      System.out.println(Echo.READY);
      server.awaitTermination();
    }
  }

  private static final class Answers extends EchoGrpc.EchoImplBase {
    @Override
    public void say(Words request, StreamObserver<Words> answer) {
      answer.onNext(request);
      answer.onCompleted();
    }
  }
}
