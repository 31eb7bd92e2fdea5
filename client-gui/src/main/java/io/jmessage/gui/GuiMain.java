package io.jmessage.gui;

/** Placeholder until the real one is there. */
public final class GuiMain {

  private GuiMain() {}

  /** Starts nothing yet. */
  public static void main(String[] args) {
    System.out.println("Jmessage: nothing here yet");
  }
}
