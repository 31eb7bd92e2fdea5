package io.jmessage.simulator;

import java.util.Optional;

/** One schedule, run to its end or to what it breaks. */
record SeedRun(Simulation simulation, Optional<SimulationFailure> failure) {

  static SeedRun of(Profile profile, Schedule schedule, boolean traceEverything) {
    Simulation simulation = new Simulation(profile, schedule, traceEverything);
    try {
      simulation.run();
      return new SeedRun(simulation, Optional.empty());
    } catch (SimulationFailure failure) {
      return new SeedRun(simulation, Optional.of(failure));
    }
  }

  /** What is broken; empty: nothing. */
  static String outcome(Profile profile, Schedule schedule) {
    return of(profile, schedule, false).failure().map(SimulationFailure::broken).orElse("");
  }

  /** The virtual time at which the run ends. */
  static long failsAt(Profile profile, Schedule schedule) {
    return of(profile, schedule, false).simulation().now();
  }
}
