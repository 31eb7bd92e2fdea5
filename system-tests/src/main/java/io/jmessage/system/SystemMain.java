package io.jmessage.system;

/** Placeholder until the real one is there. */
public final class SystemMain {

  private SystemMain() {}

  /** Starts nothing yet. */
  public static void main(String[] args) {
    System.out.println("Jmessage: nothing here yet");
  }
}
