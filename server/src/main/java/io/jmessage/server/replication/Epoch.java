package io.jmessage.server.replication;

/**
 * The number of a mastership and the internal address of its master.
 *
 * <p>The higher number is newer; of two equal numbers the one with the <em>smaller</em> address
 * outranks (docs/protocol.md, 3.2). Because an epoch names its master, there is at most one master
 * per epoch (I2).
 */
public record Epoch(long number, Address master) implements Comparable<Epoch> {

  /** Before every epoch: that of an empty log. */
  public static final Epoch NONE = new Epoch(0, new Address("none", 0));

  public Epoch {
    if (number < 0) {
      throw new IllegalArgumentException("epoch: expected a number from 0, got " + number);
    }
  }

  public boolean isNewerThan(Epoch other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Epoch other) {
    int byNumber = Long.compare(number, other.number);
    return byNumber != 0 ? byNumber : other.master.compareTo(master);
  }

  @Override
  public String toString() {
    return number + "@" + master;
  }
}
