package io.jmessage.bench.round;

/**
 * What is asked of every contender.
 *
 * @param size bytes of text in each operation
 */
public record Cell(int writers, int size) {
  @Override
  public String toString() {
    return writers + (writers == 1 ? " writer, " : " writers, ") + size + " bytes";
  }
}
