package io.jmessage.system.torture.sabotage;

/**
 * A writer of the log that keeps in its own memory what it was told to write, as a disk's cache
 * does, until it is synced: when its process is killed, that is lost, as in a power cut.
 */
final class WriteBehind {
  private WriteBehind() {}

  /**
   * Writer of the log.
   *
   * @param beforeSync what it does before it syncs
   */
  static Edit writer(String beforeSync) {
    return Edit.of(
        "replication.failstop.log.SegmentWriter",
        "  private final ByteBuffer staging;\n",
        """
          private final ByteBuffer staging;
          private final java.util.TreeMap<Long, byte[]> heldBack = new java.util.TreeMap<>();

          private void holdBack(ByteBuffer bytes, long at) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            heldBack.put(at, copy);
          }

          private void writeHeldBack() throws IOException {
            for (java.util.Map.Entry<Long, byte[]> held : heldBack.entrySet()) {
              DurableFiles.writeFully(channel, ByteBuffer.wrap(held.getValue()), held.getKey());
            }
            heldBack.clear();
          }
        """,
        "    channel.force(false);",
        "    " + beforeSync + " channel.force(false);",
        "DurableFiles.writeFully(channel, SyncMark.encode(segment.tag(), at), at);",
        "holdBack(SyncMark.encode(segment.tag(), at), at);",
        "    channel.truncate(endOfIndex);",
        "    writeHeldBack(); channel.truncate(endOfIndex);",
        "    channel.close();",
        "    writeHeldBack(); channel.close();",
        "DurableFiles.writeFully(channel, frame.asReadOnlyByteBuffer(), next);",
        "holdBack(frame.asReadOnlyByteBuffer(), next);",
        "    DurableFiles.writeFully(channel, staging, at);",
        "    holdBack(staging, at);");
  }
}
