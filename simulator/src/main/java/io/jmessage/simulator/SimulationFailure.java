package io.jmessage.simulator;

/** An invariant does not hold, or the cluster does not come back. */
final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  SimulationFailure(String message) {
    super(message);
  }
}
