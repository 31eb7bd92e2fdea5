package io.jmessage.server.replication.failstop.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A table of several blocks beside a plain list of what it should hold. */
class EntryTableTest {

  private record Row(long chain, long bytesUpTo) {}

  private final SplittableRandom random = new SplittableRandom(24);
  private final EntryTable table = new EntryTable();
  private final List<Row> rows = new ArrayList<>();
  private long bytesBefore;

  @Test
  void saysTheSameAsAList_whateverIsAddedCutAndDropped() {
    for (int step = 0; step < 200; step++) {
      add(random.nextInt(1500));
      if (random.nextInt(4) == 0) {
        cutAfter(rows.size() - random.nextInt(Math.min(rows.size(), 3000) + 1));
      }
      if (random.nextInt(4) == 0) {
        dropUpTo(random.nextInt(Math.min(rows.size(), 6000) + 1));
      }
      checkSame();
    }
  }

  @Test
  void saysTheSameAsAList_atTheEdgesOfBlocks() {
    for (int count : List.of(1023, 1024, 1025, 2048)) {
      for (int left : List.of(0, 1, 1023, 1024)) {
        add(count);
        dropUpTo(Math.max(0, rows.size() - left));
        checkSame();
        add(3);
        cutAfter(0);
        checkSame();
      }
    }
  }

  @Test
  void countsTheLargestEntries() {
    for (int i = 0; i < 5000; i++) {
      add(i, LogEntry.PREFIX_BYTES + LogEntry.BODY_BYTES_MAX);
    }
    checkSame();
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      add(random.nextLong(), 1 + random.nextInt(1000));
    }
  }

  private void add(long chain, int bytes) {
    table.add(chain, bytes);
    rows.add(new Row(chain, bytesUpTo(rows.size()) + bytes));
  }

  private void cutAfter(int place) {
    table.cutAfter(place);
    rows.subList(place, rows.size()).clear();
  }

  private void dropUpTo(int place) {
    bytesBefore = bytesUpTo(place);
    table.dropUpTo(place);
    rows.subList(0, place).clear();
  }

  private long bytesUpTo(int place) {
    return place == 0 ? bytesBefore : rows.get(place - 1).bytesUpTo();
  }

  private void checkSame() {
    assertThat(table.size()).isEqualTo(rows.size());
    assertThat(table.bytesUpTo(0)).isEqualTo(bytesBefore);
    for (int place = 1; place <= rows.size(); place++) {
      assertThat(new Row(table.chain(place), table.bytesUpTo(place)))
          .isEqualTo(rows.get(place - 1));
    }
    for (int place = 1; place <= rows.size(); place += 97) {
      assertThat(table.firstWith(bytesUpTo(place))).isEqualTo(place);
      assertThat(table.firstWith(bytesUpTo(place) + 1)).isEqualTo(place + 1);
    }
    assertThat(table.firstWith(bytesBefore)).isEqualTo(1);
  }
}
