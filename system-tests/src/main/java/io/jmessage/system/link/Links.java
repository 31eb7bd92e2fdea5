package io.jmessage.system.link;

import io.jmessage.system.LocalCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The links of a cluster, whole at first. Servers count from 1; {@link #CLIENTS} are all clients of
 * this process together. A fault is in force when its method returns, and stays so until the link
 * is healed; faults of one link add up. A direction is from one to another, whoever connected.
 * Thread-safe.
 */
public interface Links extends AutoCloseable {
  /** Stands for a server where the clients are meant. */
  int CLIENTS = 0;

  /** Servers with their data under the directory, each at its links; nothing is started. */
  LocalCluster plan(Path directory, List<String> options);

  int servers();

  /** What these links can do; anything else throws {@link UnsupportedOperationException}. */
  Set<LinkFault> possible();

  /** Nothing of the one reaches the other; nobody is told. New connections need both directions. */
  void cutOneWay(int from, int to);

  /** Resets every connection between the two, and refuses new ones. */
  void refuse(int a, int b);

  /**
   * Everything between the two takes so much longer, each way.
   *
   * @param jitter at most so much more, drawn for every few bytes; they stay in order
   */
  void slow(int a, int b, Duration delay, Duration jitter);

  /** All connections together pass so much in each direction. */
  void narrow(int a, int b, int bytesPerSecond);

  /**
   * Closes the other one's end of every connection between the two; what this one still sends is
   * lost. A heal resets the end that was left.
   */
  void halfOpen(int unaware, int other);

  /** Resets every connection between the two; they may connect anew at once. */
  void reset(int a, int b);

  /** The link is as it was at first, also for the connections that survived. */
  void heal(int a, int b);

  void healAll();

  /** Nothing passes between the two; nobody is told. */
  default void cut(int a, int b) {
    cutOneWay(a, b);
    cutOneWay(b, a);
  }

  /** Cuts every link between a server of the one side and one of the other. */
  default void split(Set<Integer> one, Set<Integer> other) {
    for (int a : one) {
      for (int b : other) {
        cut(a, b);
      }
    }
  }

  /** After the servers have ended. */
  @Override
  void close();
}
