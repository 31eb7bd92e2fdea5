package io.jmessage.server.replication.failstop.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry.MalformedFrameException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an entry follows, and what it remembers of that. */
class LogEntryTest {

  private static final Epoch ONE = new Epoch(1, new Address("localhost", 7000));
  private static final Epoch TWO = new Epoch(2, new Address("localhost", 7001));
  private static final LogPosition BEFORE = after(LogPosition.START, ONE, "before").position();
  private static final LogEntry MADE = after(BEFORE, TWO, "made");

  /** Another chain, another place, a newer epoch. */
  private static final List<LogPosition> OTHERS =
      List.of(
          after(LogPosition.START, ONE, "another").position(),
          new LogPosition(ONE, 2, BEFORE.chain()),
          new LogPosition(new Epoch(3, ONE.master()), 1, BEFORE.chain()));

  @Test
  void followsWhatItWasMadeAfter_andNothingElse() {
    assertThat(MADE.follows(BEFORE)).isTrue();
    assertThat(OTHERS).noneMatch(MADE::follows);
  }

  @Test
  void followsTheSameWhenDecoded_howeverOftenItIsAsked() throws MalformedFrameException {
    LogEntry decoded = LogEntry.decode(MADE.frame());

    for (int time = 0; time < 2; time++) {
      assertThat(OTHERS).noneMatch(decoded::follows);
      assertThat(decoded.follows(BEFORE)).isTrue();
    }
  }

  /** As one of many frames in one array, which is how they come from the network. */
  @Test
  void followsTheSame_decodedFromPartOfAnArray() throws MalformedFrameException {
    ByteString many = ByteString.copyFrom(MADE.frame().concat(MADE.frame()).toByteArray());
    LogEntry decoded = LogEntry.decode(many.substring(MADE.frame().size()));

    assertThat(decoded.follows(BEFORE)).isTrue();
    assertThat(OTHERS).noneMatch(decoded::follows);
    assertThat(decoded).isEqualTo(MADE);
  }

  @Test
  void isEqual_decodedFromTheSameBytes() throws MalformedFrameException {
    LogEntry decoded = LogEntry.decode(MADE.frame());

    assertThat(decoded).isEqualTo(MADE).hasSameHashCodeAs(MADE);
    assertThat(decoded.position()).isEqualTo(MADE.position());
    assertThat(decoded.payload()).isEqualTo(MADE.payload());
    assertThat(decoded).isNotEqualTo(after(BEFORE, TWO, "more"));
  }

  @Test
  void sharesTheLikelyEpoch_onlyIfItIsItsOwn() throws MalformedFrameException {
    Epoch same = new Epoch(2, new Address("localhost", 7001));
    Epoch otherNumber = new Epoch(3, TWO.master());
    Epoch otherMaster = new Epoch(2, ONE.master());

    assertThat(LogEntry.decode(MADE.frame(), same).epoch()).isSameAs(same);
    assertThat(LogEntry.decode(MADE.frame(), otherNumber).epoch()).isEqualTo(TWO);
    assertThat(LogEntry.decode(MADE.frame(), otherMaster).epoch()).isEqualTo(TWO);
  }

  private static LogEntry after(LogPosition previous, Epoch epoch, String payload) {
    return LogEntry.after(previous, epoch, LogEntry.Type.COMMAND, ByteString.copyFromUtf8(payload));
  }
}
