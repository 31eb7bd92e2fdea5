package io.jmessage.terminal.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One line of the screen: pieces of clean text, each with its tone. Immutable. */
record Line(List<Piece> pieces) {
  static final Line EMPTY = new Line(List.of());

  /** Text in one tone. */
  record Piece(String text, Tone tone) {}

  Line {
    pieces = List.copyOf(pieces);
  }

  static Line of(String clean, Tone tone) {
    return new Line(List.of(new Piece(clean, tone)));
  }

  Line and(String clean, Tone tone) {
    return and(of(clean, tone));
  }

  Line and(Line more) {
    List<Piece> all = new ArrayList<>(pieces);
    all.addAll(more.pieces);
    return new Line(all);
  }

  int width() {
    return pieces.stream().mapToInt(piece -> Cells.width(piece.text())).sum();
  }

  String text() {
    return pieces.stream().map(Piece::text).collect(Collectors.joining());
  }

  /** Exactly so wide: cut off, or filled with blanks. */
  Line pad(int width) {
    List<Piece> fitted = new ArrayList<>();
    int left = width;
    for (Piece piece : pieces) {
      String text = Cells.fit(piece.text(), left);
      fitted.add(new Piece(text, piece.tone()));
      left -= Cells.width(text);
    }
    fitted.add(new Piece(" ".repeat(Math.max(0, left)), Tone.PLAIN));
    return new Line(fitted);
  }
}
