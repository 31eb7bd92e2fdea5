package io.jmessage.system.torture.fault;

import java.time.Duration;

/** The links between servers, as far as faults need them; each is meant in both directions. */
public interface Links {

  /** Nothing passes any more, and nobody is told. */
  void cut(int a, int b);

  /** What passes takes that much longer. */
  void slow(int a, int b, Duration delay, Duration jitter);

  /** Connections break; new ones work. */
  void reset(int a, int b);

  /** All links are as at the start. */
  void healAll();
}
