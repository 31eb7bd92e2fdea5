package io.jmessage.bench.measure;

import io.jmessage.bench.figures.Section;

/** One measurement, from the start of its servers to their end. */
public interface Measure {
  Section run(Setting setting);
}
