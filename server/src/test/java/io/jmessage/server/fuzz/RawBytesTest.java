package io.jmessage.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connections to both ports that speak no HTTP/2, half of it, or nothing. The server serves others
 * meanwhile and after it, and nothing changes.
 */
class RawBytesTest {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final int SILENT = 50;

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void noConnectionDoesHarm(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    ByteMutator mutator = new ByteMutator(random);
    List<Socket> silent = new ArrayList<>();
    try (RealServer server = RealServer.master(directory)) {
      String ann = server.join("ann");
      String before = server.mark();
      int[] ports = {server.clientPortNumber(), server.internalPortNumber()};
      for (int i = 0; i < SILENT; i++) {
        silent.add(connect(ports[i % 2]));
      }

      for (int round = 0; round < FuzzSeeds.rounds(300); round++) {
        send(ports[random.nextInt(2)], bytes(random, mutator), random.nextBoolean());
      }

      assertThat(server.mark()).isEqualTo(before);
      server.serves(ann, "ann");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  /** The server may end the connection before all is sent: its good right. */
  private static void send(int port, byte[] bytes, boolean reset) {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(bytes);
      if (reset) {
        socket.setSoLinger(true, 0); // In the middle of whatever it is.
      }
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class);
    }
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static byte[] bytes(SplittableRandom random, ByteMutator mutator) {
    return switch (random.nextInt(6)) {
      case 0 -> mutator.garbage(100_000);
      case 1 -> "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      case 2 -> mutator.mutate(PREFACE);
      case 3 -> joined(PREFACE, mutator.mutate(SETTINGS));
      case 4 -> joined(PREFACE, SETTINGS, mutator.garbage(20_000));
      default -> joined(PREFACE, SETTINGS, frame(random));
    };
  }

  /** A frame of any type, for any stream, that says any length. */
  private static byte[] frame(SplittableRandom random) {
    byte[] frame = new byte[9 + random.nextInt(200)];
    random.nextBytes(frame);
    frame[0] = (byte) random.nextInt(2);
    frame[3] = (byte) random.nextInt(12);
    return frame;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
