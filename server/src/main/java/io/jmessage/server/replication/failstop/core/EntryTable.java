package io.jmessage.server.replication.failstop.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The chain of every entry of a log and how many bytes lie between any two, by place: the first
 * entry has place 1. In blocks, so that a long log takes 12 bytes an entry and no more, and grows
 * without being copied.
 */
final class EntryTable {

  private static final int BLOCK_ENTRIES = 1024;

  private static final class Block {
    final long[] chains = new long[BLOCK_ENTRIES];

    /** Frame bytes from the start of the block; an entry has at most 1 MiB. */
    final int[] bytesUpTo = new int[BLOCK_ENTRIES];

    final long bytesBefore;

    Block(long bytesBefore) {
      this.bytesBefore = bytesBefore;
    }
  }

  private final List<Block> blocks = new ArrayList<>();

  /** How many entries of the first block have been dropped. */
  private int dropped;

  private int size;

  /** Frame bytes of all entries that have been dropped. */
  private long bytesBefore;

  int size() {
    return size;
  }

  void add(long chain, int frameBytes) {
    int slot = dropped + size;
    if (slot == blocks.size() * BLOCK_ENTRIES) {
      blocks.add(new Block(bytesUpTo(size)));
    }
    Block block = blocks.get(slot / BLOCK_ENTRIES);
    block.chains[slot % BLOCK_ENTRIES] = chain;
    block.bytesUpTo[slot % BLOCK_ENTRIES] =
        (int) (bytesUpTo(size) + frameBytes - block.bytesBefore);
    size++;
  }

  long chain(int place) {
    int slot = dropped + place - 1;
    return blocks.get(slot / BLOCK_ENTRIES).chains[slot % BLOCK_ENTRIES];
  }

  /** From wherever the log began to the end of the entry there; 0: to where it begins now. */
  long bytesUpTo(int place) {
    if (place == 0) {
      return bytesBefore;
    }
    int slot = dropped + place - 1;
    Block block = blocks.get(slot / BLOCK_ENTRIES);
    return block.bytesBefore + block.bytesUpTo[slot % BLOCK_ENTRIES];
  }

  /** The first place from 1 on up to which there are so many bytes, or the one after the last. */
  int firstWith(long bytes) {
    int low = 1;
    int high = size + 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (bytesUpTo(middle) < bytes) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  void cutAfter(int place) {
    size = place;
    int used = (dropped + size + BLOCK_ENTRIES - 1) / BLOCK_ENTRIES;
    blocks.subList(used, blocks.size()).clear();
  }

  /** The one after {@code place} is the first from now on. */
  void dropUpTo(int place) {
    bytesBefore = bytesUpTo(place);
    size -= place;
    dropped += place;
    blocks.subList(0, dropped / BLOCK_ENTRIES).clear();
    dropped %= BLOCK_ENTRIES;
  }

  void clear() {
    blocks.clear();
    dropped = 0;
    size = 0;
    bytesBefore = 0;
  }
}
