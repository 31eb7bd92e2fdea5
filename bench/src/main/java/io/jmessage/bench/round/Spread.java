package io.jmessage.bench.round;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The middle of some figures, and how far they go. */
public record Spread(double least, double median, double most) {

  /** Of at least one figure. */
  public static Spread of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures");
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(size - 1));
  }

  public static <T> Spread of(List<T> samples, ToDoubleFunction<T> figure) {
    return of(samples.stream().map(figure::applyAsDouble).toList());
  }

  /** Of the ratios of neighbours: the first of these to the first of those, and so on. */
  public static <T> Spread ofRatios(List<T> these, List<T> those, ToDoubleFunction<T> figure) {
    return of(
        IntStream.range(0, Math.min(these.size(), those.size()))
            .mapToObj(
                i -> ratio(figure.applyAsDouble(these.get(i)), figure.applyAsDouble(those.get(i))))
            .toList());
  }

  private static double ratio(double a, double b) {
    return a / Math.max(b, Double.MIN_NORMAL);
  }

  /** Such as {@code 2.31 (2.20-2.45)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, least, most);
  }
}
