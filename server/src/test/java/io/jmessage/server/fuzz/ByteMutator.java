package io.jmessage.server.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes as disks, networks and editors do, from a seed. One thread. */
public final class ByteMutator {
  private static final int RUN_MAX = 600;

  /** What length fields are most afraid of. */
  private static final int[] LENGTHS = {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20};

  private final SplittableRandom random;

  public ByteMutator(SplittableRandom random) {
    this.random = random;
  }

  /** Only bytes: of any length up to {@code lengthMax}. */
  public byte[] garbage(int lengthMax) {
    byte[] bytes = new byte[random.nextInt(lengthMax + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** One to four changes; the result may by chance be what it was. */
  public byte[] mutate(byte[] valid) {
    byte[] mutated = valid.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      mutated = change(mutated);
    }
    return mutated;
  }

  private byte[] change(byte[] bytes) {
    if (bytes.length == 0) {
      return garbage(8);
    }
    int at = random.nextInt(bytes.length);
    int run = Math.min(1 + random.nextInt(RUN_MAX), bytes.length - at);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> flip(bytes, at);
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> insert(bytes, at, garbage(RUN_MAX));
      case 5 -> fill(bytes, at, run, (byte) 0);
      case 6 -> fill(bytes, at, run, (byte) random.nextInt(256));
      case 7 -> swap(bytes, at, random.nextInt(bytes.length), run);
      case 8 -> insert(bytes, at, Arrays.copyOfRange(bytes, at, at + run));
      default -> length(bytes, at);
    };
  }

  private byte[] flip(byte[] bytes, int at) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static byte[] fill(byte[] bytes, int at, int run, byte value) {
    Arrays.fill(bytes, at, at + run, value);
    return bytes;
  }

  private static byte[] swap(byte[] bytes, int one, int other, int run) {
    int length = Math.min(run, bytes.length - other);
    byte[] kept = Arrays.copyOfRange(bytes, one, one + length);
    System.arraycopy(bytes, other, bytes, one, length);
    System.arraycopy(kept, 0, bytes, other, length);
    return bytes;
  }

  private static byte[] insert(byte[] bytes, int at, byte[] more) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
    System.arraycopy(more, 0, longer, at, more.length);
    return longer;
  }

  private byte[] length(byte[] bytes, int at) {
    int value = LENGTHS[random.nextInt(LENGTHS.length)];
    for (int i = 0; i < 4 && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> (24 - 8 * i));
    }
    return bytes;
  }
}
