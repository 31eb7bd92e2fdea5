package io.jmessage.terminal;

/** Placeholder until the real one is there. */
public final class TerminalMain {

  private TerminalMain() {}

  /** Starts nothing yet. */
  public static void main(String[] args) {
    System.out.println("Jmessage: nothing here yet");
  }
}
