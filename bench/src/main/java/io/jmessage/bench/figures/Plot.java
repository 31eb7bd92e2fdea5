package io.jmessage.bench.figures;

import java.util.List;

/**
 * Bars side by side.
 *
 * @param unit of the figures
 */
public record Plot(String title, String unit, List<Bar> bars) {
  public Plot {
    bars = List.copyOf(bars);
  }

  /**
   * One bar, as long as its middle figure; the figures themselves are dots on it.
   *
   * @param own whether it is ours
   */
  public record Bar(String label, double median, List<Double> figures, boolean own) {
    public Bar {
      figures = List.copyOf(figures);
    }
  }
}
