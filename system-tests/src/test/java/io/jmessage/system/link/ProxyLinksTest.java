package io.jmessage.system.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jmessage.system.FreePorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plain sockets at links through proxies: each fault does to them what it says, and no more. */
@Timeout(60)
class ProxyLinksTest {
  /** Long enough for anything on one machine that is not held up on purpose. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final int SOON_MILLIS = 10_000;

  /** What has not come by then is held up; a proxy passes in well under a millisecond. */
  private static final int SILENCE_MILLIS = 300;

  private final List<AutoCloseable> open = new ArrayList<>();
  private ProxyLinks links;
  private Host one;
  private Host two;

  @BeforeEach
  void openLinks() {
    Optional<String> missing = ProxyLinks.missing();
    assumeTrue(missing.isEmpty(), () -> "left out: " + missing.orElse(""));
    List<Integer> ports = FreePorts.find(6);
    links = ProxyLinks.at(ports.subList(0, 3), ports.subList(3, 6), 1);
    one = new Host(ports.get(3));
    two = new Host(ports.get(4));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable thing : open) {
      thing.close();
    }
    if (links != null) {
      one.close();
      two.close();
      links.close();
    }
  }

  /** A connection of one server to another; its near end first. */
  private record Pair(Socket near, Socket far) {}

  private Pair connect(int from, int to) throws IOException {
    Socket near = connectWhenOpen(from, to);
    say(near, "?");
    while (true) {
      Socket far = (to == 1 ? one : two).accept();
      far.setSoTimeout(SOON_MILLIS);
      if (far.getInputStream().read() == '?') {
        return new Pair(near, far);
      }
      // The proxy has looked whether the port listens, and has gone again.
    }
  }

  private Socket connectWhenOpen(int from, int to) {
    return await("a proxy from " + from + " to " + to)
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .until(() -> connectNow(from, to), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Socket> connectNow(int from, int to) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(links.proxy(from, to), SOON_MILLIS);
      socket.setSoTimeout(SOON_MILLIS);
      open.add(socket);
      return Optional.of(socket);
    } catch (ConnectException refused) {
      socket.close();
      return Optional.empty();
    }
  }

  private static void say(Socket from, String text) throws IOException {
    from.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static void hears(Socket at, String text) throws IOException {
    assertThat(at.getInputStream().readNBytes(text.length())).asString(US_ASCII).isEqualTo(text);
  }

  private static void hearsNothing(Socket at) throws IOException {
    at.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> at.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    at.setSoTimeout(SOON_MILLIS);
  }

  private static void isReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("reset");
  }

  private static Duration roundTrip(Pair pair) throws IOException {
    long start = System.nanoTime();
    say(pair.near(), "ping");
    hears(pair.far(), "ping");
    say(pair.far(), "pong");
    hears(pair.near(), "pong");
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void passesEverything_untilTheEndsOfBoth() throws IOException {
    Pair pair = connect(1, 2);

    roundTrip(pair);
    say(pair.near(), "last words");
    pair.near().shutdownOutput();

    hears(pair.far(), "last words");
    assertThat(pair.far().getInputStream().read()).isEqualTo(-1);
    say(pair.far(), "and mine");
    pair.far().close();
    hears(pair.near(), "and mine");
    assertThat(pair.near().getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void passesAReset() throws IOException {
    Pair pair = connect(1, 2);

    pair.far().setSoLinger(true, 0);
    pair.far().close();

    isReset(pair.near());
  }

  @Test
  void takesEverythingLongerAndInOrder_slow() throws IOException {
    Pair pair = connect(1, 2);
    Pair other = connect(3, 2);
    links.slow(1, 2, Duration.ofMillis(100), Duration.ofMillis(50));

    assertThat(roundTrip(pair)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      say(pair.near(), i + " ");
      all.append(i).append(' ');
    }
    hears(pair.far(), all.toString());
    Duration fast = Duration.ofMillis(200);
    await("the other link is as fast as ever")
        .atMost(SOON)
        .until(() -> roundTrip(other).compareTo(fast) < 0);
    links.heal(2, 1);
    await("the link is fast again").atMost(SOON).until(() -> roundTrip(pair).compareTo(fast) < 0);
  }

  @Test
  void passesNoMoreThanItMay_narrow() throws IOException {
    Pair pair = connect(1, 2);
    links.narrow(1, 2, 40_000);

    long start = System.nanoTime();
    say(pair.far(), "x".repeat(40_000));
    hears(pair.near(), "x".repeat(40_000));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(900), SOON);
  }

  @Test
  void isSilentBothWaysAndLosesNothing_cut() throws IOException {
    Pair pair = connect(1, 2);
    Pair other = connect(3, 2);

    links.cut(2, 1);
    say(pair.near(), "to two");
    say(pair.far(), "to one");
    hearsNothing(pair.far());
    hearsNothing(pair.near());
    roundTrip(other);

    links.heal(1, 2);
    hears(pair.far(), "to two");
    hears(pair.near(), "to one");
  }

  @Test
  void answersNobodyWhoConnects_cut() throws IOException {
    connect(1, 2);

    links.cut(1, 2);
    Socket near = connectWhenOpen(1, 2);
    say(near, "hello?");
    hearsNothing(near);
    assertThatThrownBy(() -> two.accept(SILENCE_MILLIS)).isInstanceOf(SocketTimeoutException.class);

    links.heal(1, 2);
    await("what was said meanwhile")
        .atMost(SOON)
        .until(() -> two.accept().getInputStream().read() == 'h');
  }

  @Test
  void tellsNobodyOfADeath_cut() throws IOException {
    Pair pair = connect(1, 2);

    links.cut(1, 2);
    two.die();
    hearsNothing(pair.near());
    assertThat(connectNow(1, 2)).isPresent();

    links.heal(1, 2);
    assertThat(pair.near().getInputStream().read()).isEqualTo(-1);
    await("a refusal").atMost(SOON).until(() -> connectNow(1, 2).isEmpty());
  }

  @Test
  void holdsOneDirectionWhoeverConnected_oneWay() throws IOException {
    Pair ours = connect(1, 2);
    Pair theirs = connect(2, 1);

    links.cutOneWay(1, 2);
    say(ours.near(), "to two");
    say(theirs.far(), "to two");
    hearsNothing(ours.far());
    hearsNothing(theirs.near());
    say(ours.far(), "to one");
    say(theirs.near(), "to one");
    hears(ours.near(), "to one");
    hears(theirs.far(), "to one");

    links.heal(1, 2);
    hears(ours.far(), "to two");
    hears(theirs.near(), "to two");
  }

  @Test
  void answersNobodyWhoConnects_oneWay() throws IOException {
    connect(1, 2);

    links.cutOneWay(2, 1);
    say(connectWhenOpen(1, 2), "hello?");

    assertThatThrownBy(() -> two.accept(SILENCE_MILLIS)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void resetsAndRefuses_refuse() throws IOException {
    Pair pair = connect(1, 2);

    links.refuse(1, 2);
    isReset(pair.near());
    isReset(pair.far());
    assertThat(connectNow(1, 2)).isEmpty();
    assertThat(connectNow(2, 1)).isEmpty();

    links.heal(1, 2);
    roundTrip(connect(1, 2));
  }

  @Test
  void onlyOneEndLearns_halfOpen() throws IOException {
    Pair pair = connect(1, 2);
    Pair theirs = connect(2, 1);

    links.halfOpen(1, 2);
    assertThat(pair.far().getInputStream().read()).isEqualTo(-1);
    assertThat(theirs.near().getInputStream().read()).isEqualTo(-1);
    say(pair.near(), "lost");
    hearsNothing(pair.near());
    hearsNothing(theirs.far());
    roundTrip(connect(1, 2));

    links.heal(1, 2);
    isReset(pair.near());
    isReset(theirs.far());
  }

  @Test
  void bothEndsAreResetAndMayConnectAgain_reset() throws IOException {
    Pair pair = connect(1, 2);
    Pair theirs = connect(2, 1);

    links.reset(2, 1);

    for (Socket socket : List.of(pair.near(), pair.far(), theirs.near(), theirs.far())) {
      isReset(socket);
    }
    roundTrip(connect(1, 2));
  }

  @Test
  void refusesWhileItsTargetDoes() throws IOException {
    Pair pair = connect(1, 2);

    two.die();
    assertThat(pair.near().getInputStream().read()).isEqualTo(-1);
    assertThat(connectNow(1, 2)).as("told with the end").isEmpty();

    two.comeBack();
    roundTrip(connect(1, 2));
  }

  @Test
  void takesNoMoreThanItCanKeep_nobodyReads() throws IOException {
    int tooMuch = 64 << 20;
    try (SocketChannel near = SocketChannel.open()) {
      connect(1, 2);
      near.connect(links.proxy(1, 2));
      near.configureBlocking(false);
      ByteBuffer piece = ByteBuffer.allocate(1 << 20);
      long[] written = {0};
      long[] before = {-1};
      await("it takes no more")
          .pollInterval(Duration.ofMillis(SILENCE_MILLIS))
          .atMost(SOON)
          .until(
              () -> {
                before[0] = written[0];
                int taken = 1;
                while (taken > 0 && written[0] < tooMuch) {
                  piece.clear();
                  taken = near.write(piece);
                  written[0] += taken;
                }
                return written[0] == before[0];
              });
      assertThat(written[0]).isLessThan(tooMuch);
    }
  }

  @Test
  void splitCutsEveryLinkBetweenTheSides() throws IOException {
    Pair pair = connect(1, 2);
    Pair other = connect(3, 2);

    links.split(Set.of(1), Set.of(2, 3));
    say(pair.near(), "hello?");

    hearsNothing(pair.far());
    roundTrip(other);
    links.healAll();
    hears(pair.far(), "hello?");
  }

  @Test
  void nothingIsLeft_closed() throws IOException {
    Pair pair = connect(1, 2);

    links.close();

    isReset(pair.near());
    assertThat(connectNow(1, 2)).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("links"));
  }
}
