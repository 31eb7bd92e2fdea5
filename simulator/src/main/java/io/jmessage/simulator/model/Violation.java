package io.jmessage.simulator.model;

/** A step led to what must never be. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message, null, false, false);
  }
}
