package io.jmessage.bench.contender;

import io.jmessage.bench.load.Writer;
import java.util.List;

/**
 * Writers with their connections.
 *
 * @param end closes the connections
 */
public record Crew(List<? extends Writer> writers, Runnable end) implements AutoCloseable {
  public Crew {
    writers = List.copyOf(writers);
  }

  @Override
  public void close() {
    end.run();
  }
}
