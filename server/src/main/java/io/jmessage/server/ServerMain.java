package io.jmessage.server;

/** Placeholder until the real one is there. */
public final class ServerMain {

  private ServerMain() {}

  /** Starts nothing yet. */
  public static void main(String[] args) {
    System.out.println("Jmessage: nothing here yet");
  }
}
