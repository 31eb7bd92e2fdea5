package io.jmessage.system.load;

/**
 * What was measured while the slow reader was there, or was not.
 *
 * @param acknowledged from the send to its acknowledgement
 * @param delivered from the send to the event at the receiver
 */
record Window(Latencies acknowledged, Latencies delivered) {
  Window() {
    this(new Latencies(), new Latencies());
  }
}
