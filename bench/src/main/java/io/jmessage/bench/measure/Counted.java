package io.jmessage.bench.measure;

import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import java.util.List;

/** A writer whose acknowledgements are told to somebody besides. */
record Counted(Writer.Calling writer, Runnable acknowledged) implements Writer.Calling {

  static List<Counted> all(List<Writer> writers, Runnable acknowledged) {
    return writers.stream()
        .map(writer -> new Counted((Writer.Calling) writer, acknowledged))
        .toList();
  }

  @Override
  public void begin(Completion completion) {
    writer.begin(
        new Completion() {
          @Override
          public void done() {
            acknowledged.run();
            completion.done();
          }

          @Override
          public void failed(String why) {
            completion.failed(why);
          }
        });
  }
}
