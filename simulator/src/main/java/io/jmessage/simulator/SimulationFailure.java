package io.jmessage.simulator;

/** An invariant does not hold, or the cluster does not come back. */
final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final String broken;
  private final String headline;
  private final String details;

  /** Of a scenario, not of an invariant. */
  SimulationFailure(String message) {
    this("scenario", message);
  }

  /**
   * A failure of a run.
   *
   * @param broken the name of the invariant: two failures with the same name are of one kind
   */
  SimulationFailure(String broken, String message) {
    this(broken, message, "");
  }

  private SimulationFailure(String broken, String message, String details) {
    super(details.isEmpty() ? message : message + System.lineSeparator() + details);
    this.broken = broken;
    this.headline = message;
    this.details = details;
  }

  /** The same, with what had happened in that run, and what its servers are. */
  SimulationFailure in(Simulation run) {
    SimulationFailure failure =
        new SimulationFailure(
            broken,
            run.profile().servers()
                + " servers, profile "
                + run.profile().name()
                + ", after "
                + run.now() / 1000
                + " ms: "
                + headline,
            run.trace().text() + run.standing());
    failure.initCause(this);
    return failure;
  }

  /** What broke, in one line; the message of the exception has the details as well. */
  String headline() {
    return headline;
  }

  String broken() {
    return broken;
  }

  /** The last steps and the servers, many lines. */
  String details() {
    return details;
  }
}
