package io.jmessage.bench.load;

/** Hears the end of one operation, once, on any thread. */
public interface Completion {
  void done();

  void failed(String why);
}
