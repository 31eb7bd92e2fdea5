package io.jmessage.bench.figures;

import static io.jmessage.bench.figures.HtmlReport.escaped;

import java.util.Locale;

/** A plot as SVG: a bar for each contender, a dot for each round. */
final class SvgPlot {
  private static final int WIDTH = 860;
  private static final int LABELS = 190;
  private static final int NUMBERS = 110;
  private static final int ROW = 26;
  private static final int BAR = 16;
  private static final String OWN = "#2f6fde";
  private static final String OTHER = "#9aa7b8";

  private SvgPlot() {}

  static String of(Plot plot) {
    double most =
        plot.bars().stream()
            .flatMap(bar -> bar.figures().stream())
            .mapToDouble(Double::doubleValue)
            .reduce(Double.MIN_NORMAL, Math::max);
    int height = ROW * plot.bars().size() + 8;
    StringBuilder svg = new StringBuilder();
    String title = escaped(plot.title() + ", " + plot.unit());
    svg.append("<figure>\n<figcaption>%s</figcaption>%n".formatted(title));
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\" font-size=\"13\">%n"
            .formatted(WIDTH, height, WIDTH, title));
    for (int i = 0; i < plot.bars().size(); i++) {
      svg.append(bar(plot.bars().get(i), i * ROW + 4, most));
    }
    return svg.append("</svg>\n</figure>\n").toString();
  }

  private static String bar(Plot.Bar bar, int top, double most) {
    double scale = (WIDTH - LABELS - NUMBERS) / most;
    double length = bar.median() * scale;
    StringBuilder svg = new StringBuilder();
    int middle = top + BAR / 2;
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
            .formatted(LABELS - 8, middle + 5, escaped(bar.label())));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>%n",
            LABELS,
            top,
            length,
            BAR,
            bar.own() ? OWN : OTHER));
    double end = length;
    for (double figure : bar.figures()) {
      end = Math.max(end, figure * scale);
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%d\" r=\"3\" fill=\"#fff\" stroke=\"#1c2430\"/>%n",
              LABELS + figure * scale,
              middle));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
            LABELS + end + 8,
            middle + 5,
            number(bar.median())));
    return svg.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
  }
}
