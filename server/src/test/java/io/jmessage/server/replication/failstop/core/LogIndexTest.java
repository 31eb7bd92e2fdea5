package io.jmessage.server.replication.failstop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LogIndexTest {

  private static final Address A = new Address("localhost", 7000);
  private static final Address B = new Address("localhost", 7001);
  private static final Epoch ONE = new Epoch(1, A);
  private static final Epoch TWO = new Epoch(2, B);
  private static final Epoch THREE = new Epoch(3, A);

  @Test
  void forkIsTheEnd_equalLogs() {
    LogIndex mine = log(ONE, ONE, TWO);

    assertThat(mine.forkWith(log(ONE, ONE, TWO).epochTable())).contains(mine.last());
  }

  @Test
  void forkIsTheirEnd_theyAreBehindInTheSameEpoch() {
    LogIndex mine = log(ONE, ONE, ONE, ONE);

    assertThat(mine.forkWith(log(ONE, ONE).epochTable())).contains(mine.position(2));
  }

  @Test
  void forkIsMyEnd_theyAreAheadInTheSameEpoch() {
    LogIndex mine = log(ONE, ONE);

    assertThat(mine.forkWith(log(ONE, ONE, ONE, ONE).epochTable())).contains(mine.position(2));
  }

  @Test
  void forkIsBeforeTheNewEpoch_theyHaveASuffixThatNobodyElseHas() {
    LogIndex mine = log(ONE, ONE, TWO, TWO);

    assertThat(mine.forkWith(log(ONE, ONE, ONE, ONE, ONE).epochTable())).contains(mine.position(2));
  }

  @Test
  void forkIsBeforeBothEpochs_eachHasOneThatTheOtherLacks() {
    LogIndex mine = log(ONE, ONE, THREE);

    assertThat(mine.forkWith(log(ONE, ONE, TWO).epochTable())).contains(mine.position(2));
  }

  @Test
  void forkIsTheStart_nothingInCommon() {
    LogIndex mine = log(TWO, TWO);

    assertThat(mine.forkWith(log(ONE, ONE).epochTable())).contains(LogPosition.START);
  }

  @Test
  void forkIsTheStart_theirLogIsEmpty() {
    assertThat(log(ONE, ONE).forkWith(log().epochTable())).contains(LogPosition.START);
  }

  @Test
  void forkIsEmpty_belowMyBase() {
    LogIndex whole = log(ONE, ONE, ONE, ONE);
    LogIndex mine = new LogIndex(whole.position(3), ConfigAt.NONE);

    assertThat(mine.forkWith(log(ONE, ONE).epochTable())).isEmpty();
  }

  @Test
  void forkIsTheirBase_theirLogBeginsInMine() {
    LogIndex mine = log(ONE, ONE, TWO, TWO);
    LogIndex theirs = new LogIndex(mine.position(3), ConfigAt.NONE);

    assertThat(mine.forkWith(theirs.epochTable())).contains(mine.position(3));
  }

  @Test
  void forkIsMyBase_theyEndThere() {
    LogIndex whole = log(ONE, ONE, TWO);
    LogIndex mine = new LogIndex(whole.position(2), ConfigAt.NONE);
    mine.append(LogEntry.after(mine.last(), THREE, LogEntry.Type.COMMAND, ByteString.EMPTY));

    assertThat(mine.forkWith(log(ONE, ONE).epochTable())).contains(mine.base());
    assertThat(mine.forkWith(whole.epochTable())).contains(mine.base());
  }

  @Test
  void truncated_asIfItHadNeverBeenLonger() {
    LogIndex log = log(ONE, ONE, TWO, TWO);
    log.truncateAfter(2);

    assertThat(log.epochTable()).isEqualTo(log(ONE, ONE).epochTable());
    log.append(
        LogEntry.after(log.last(), THREE, LogEntry.Type.COMMAND, ByteString.copyFromUtf8("x")));
    assertThat(log.epochTable()).isEqualTo(log(ONE, ONE, THREE).epochTable());
  }

  @Test
  void truncatedInsideTheIndex_refusesWhatItDoesNotHave() {
    LogIndex log = log(ONE, ONE);

    assertThatThrownBy(() -> log.truncateAfter(3)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> log.position(3)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void append_refusesAnEntryThatDoesNotFollow() {
    LogIndex log = log(ONE, ONE);
    LogEntry stranger =
        LogEntry.after(log(ONE, ONE, ONE).last(), ONE, LogEntry.Type.COMMAND, ByteString.EMPTY);

    assertThatThrownBy(() -> log.append(stranger))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("I3");
  }

  @Test
  void newestConfig_asOfAnIndex() {
    LogIndex log = log(ONE);
    Config first = config(A);
    Config second = config(A, B);
    log.append(configAfter(log, first));
    log.append(LogEntry.after(log.last(), ONE, LogEntry.Type.COMMAND, ByteString.EMPTY));
    log.append(configAfter(log, second));

    assertThat(log.newestConfigUpTo(1)).isEqualTo(ConfigAt.NONE);
    assertThat(log.newestConfigUpTo(3)).isEqualTo(new ConfigAt(first, 2));
    assertThat(log.newestConfig()).isEqualTo(new ConfigAt(second, 4));
    log.truncateAfter(3);
    assertThat(log.newestConfig()).isEqualTo(new ConfigAt(first, 2));
  }

  @Test
  void lastFitting_atLeastOneAndNeverBeyondTheEnd() {
    LogIndex log = log(ONE, ONE, ONE, ONE);
    long each = log.bytesBetween(0, 1);

    assertThat(log.lastFitting(1, 1)).isEqualTo(1);
    assertThat(log.lastFitting(1, 2 * each)).isEqualTo(2);
    assertThat(log.lastFitting(2, 2 * each + 1)).isEqualTo(3);
    assertThat(log.lastFitting(3, 100 * each)).isEqualTo(4);
  }

  @Test
  void trimmed_asIfItHadBegunThere() {
    Epoch[] epochs = {ONE, ONE, TWO, TWO, TWO, THREE};
    for (int index = 0; index <= epochs.length; index++) {
      LogIndex trimmed = log(epochs);
      LogIndex fresh = new LogIndex(trimmed.position(index), ConfigAt.NONE);
      for (int i = index; i < epochs.length; i++) {
        append(fresh, epochs[i]);
      }
      trimmed.trimTo(index);
      append(trimmed, THREE);
      append(fresh, THREE);

      assertThat(trimmed.base()).isEqualTo(fresh.base());
      assertThat(trimmed.last()).isEqualTo(fresh.last());
      assertThat(trimmed.epochTable()).isEqualTo(fresh.epochTable());
      assertThat(trimmed.bytesBetween(index, 7)).isEqualTo(fresh.bytesBetween(index, 7));
      assertThat(trimmed.lastFitting(index + 1, 1)).isEqualTo(index + 1);
      assertThat(trimmed.has(index - 1)).isFalse();
    }
  }

  @Test
  void trimmed_keepsTheNewestConfig() {
    LogIndex log = log(ONE);
    Config config = config(A, B);
    log.append(configAfter(log, config));
    append(log, TWO);
    append(log, TWO);

    log.trimTo(3);

    assertThat(log.newestConfig()).isEqualTo(new ConfigAt(config, 2));
    assertThat(log.newestConfigUpTo(3)).isEqualTo(new ConfigAt(config, 2));
  }

  @Test
  void firstWithin_asMuchAsFits() {
    LogIndex log = log(ONE, ONE, ONE, ONE, ONE);
    long each = log.bytesBetween(0, 1);
    for (int trim = 0; trim < 2; trim++) {
      assertThat(log.firstWithin(5, 0)).isEqualTo(5);
      assertThat(log.firstWithin(5, each - 1)).isEqualTo(5);
      assertThat(log.firstWithin(5, each)).isEqualTo(4);
      assertThat(log.firstWithin(5, 3 * each + 1)).isEqualTo(2);
      assertThat(log.firstWithin(5, 100 * each)).isEqualTo(trim);
      log.trimTo(1);
    }
  }

  @Test
  void forkIsMyBase_theyHaveMoreOfItsEpoch() {
    LogIndex whole = log(ONE, ONE, ONE);
    LogIndex mine = new LogIndex(whole.position(2), ConfigAt.NONE);
    append(mine, TWO);

    assertThat(mine.forkWith(whole.epochTable())).contains(mine.base());
  }

  private static void append(LogIndex log, Epoch epoch) {
    log.append(
        LogEntry.after(log.last(), epoch, LogEntry.Type.COMMAND, ByteString.copyFromUtf8("x")));
  }

  /** One entry of each epoch. The payload is its place, so that equal epochs give equal logs. */
  private static LogIndex log(Epoch... epochs) {
    LogIndex log = new LogIndex(LogPosition.START, ConfigAt.NONE);
    for (Epoch epoch : List.of(epochs)) {
      log.append(
          LogEntry.after(log.last(), epoch, LogEntry.Type.COMMAND, ByteString.copyFromUtf8("x")));
    }
    return log;
  }

  private static LogEntry configAfter(LogIndex log, Config config) {
    return LogEntry.after(log.last(), ONE, LogEntry.Type.CONFIG, ConfigCodec.encode(config));
  }

  private static Config config(Address... inSync) {
    List<MemberRecord> members =
        List.of(inSync).stream()
            .map(a -> new MemberRecord("" + a.port(), a, a, "disk-" + a.port()))
            .toList();
    return new Config(ONE, members, new TreeSet<>(List.of(inSync)));
  }
}
