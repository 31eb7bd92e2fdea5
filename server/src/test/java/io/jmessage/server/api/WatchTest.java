package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.grpc.Status;
import io.jmessage.proto.client.ClusterState;
import io.jmessage.proto.client.Member;
import io.jmessage.proto.client.WatchRequest;
import io.jmessage.proto.error.Reason;
import io.jmessage.server.support.ConformanceInterceptor;
import io.jmessage.server.support.RecordedStream;
import io.jmessage.server.support.SingleServerEngine;
import io.jmessage.server.support.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  @TempDir Path directory;
  private TestServer server;
  private final RecordedStream<WatchRequest, ClusterState> states = new RecordedStream<>();

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory);
    server.streams().watch(WatchRequest.getDefaultInstance(), states);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void firstState_isTheClusterAsItIs() {
    ClusterState state = states.next();

    assertThat(state.getClusterId()).isEqualTo(SingleServerEngine.CLUSTER_ID);
    assertThat(state.getEpoch()).isEqualTo(1);
    assertThat(state.getMasterId()).isEqualTo("1");
    assertThat(state.getCommitIndex()).isEqualTo(7);
    assertThat(state.getMemberList())
        .extracting(Member::getId, Member::getClientAddress, Member::getMaster, Member::getInSync)
        .containsExactly(
            tuple("1", "localhost:8001", true, true), tuple("2", "localhost:8002", false, true));
  }

  @Test
  void statesGoOn_thoughNothingChanges() {
    long start = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      states.next();
    }

    // One at once and four ticks: far below four times 500 ms even on a busy machine's average.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void change_isToldAtOnce() {
    states.next();
    server.engine().becomeMaster();

    assertThat(states.nextThat(state -> state.getEpoch() == 2)).isNotNull();
  }

  @Test
  void stream_endsNotMaster_whenTheServerStepsDown() {
    states.next();
    server.engine().becomeSlave();

    Throwable end = states.end();
    assertThat(Status.fromThrowable(end).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(ConformanceInterceptor.detail(end).getReason()).isEqualTo(Reason.NOT_MASTER);
    assertThat(ConformanceInterceptor.detail(end).getMasterAddress()).isEqualTo("localhost:8002");
  }

  @Test
  void question_waitsForTheEndOfAnElection_andIsServed() {
    states.next();
    server.engine().loseMaster();
    Throwable end = states.end();
    assertThat(ConformanceInterceptor.detail(end).getReason()).isEqualTo(Reason.NO_MASTER);
    RecordedStream<WatchRequest, ClusterState> next = new RecordedStream<>();
    server.streams().watch(WatchRequest.getDefaultInstance(), next);

    server.engine().becomeMaster();

    assertThat(next.next().getEpoch()).isEqualTo(2);
  }

  @Test
  void question_waitsForTheEndOfAnElection_andHearsOfTheOther() {
    server.engine().loseMaster();
    RecordedStream<WatchRequest, ClusterState> next = new RecordedStream<>();
    server.streams().watch(WatchRequest.getDefaultInstance(), next);

    server.engine().becomeSlave();

    assertThat(ConformanceInterceptor.detail(next.end()).getMasterAddress())
        .isEqualTo("localhost:8002");
  }

  @Test
  void question_isRefused_whenTheElectionTakesLong() {
    server.engine().loseMaster();
    RecordedStream<WatchRequest, ClusterState> next = new RecordedStream<>();
    server.streams().watch(WatchRequest.getDefaultInstance(), next);

    assertThat(ConformanceInterceptor.detail(next.end()).getReason()).isEqualTo(Reason.NO_MASTER);
  }

  @Test
  void stream_endsWhenTheServerStops() {
    states.next();
    server.server().close();

    assertThat(ConformanceInterceptor.detail(states.end()).getReason()).isEqualTo(Reason.NO_MASTER);
  }
}
