package io.jmessage.server.replication.failstop.transport;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import java.io.IOException;

/** Takes a snapshot frame by frame; what is not ended by {@link #footer} is thrown away. */
public interface SnapshotReceiver {

  void header(LogPosition position, ConfigAt newest) throws IOException;

  void data(ByteString frame) throws IOException;

  /** On return the snapshot is verified and on disk. */
  void footer(long bytes, ByteString sha256) throws IOException;
}
