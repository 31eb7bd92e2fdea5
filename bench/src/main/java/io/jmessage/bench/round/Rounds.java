package io.jmessage.bench.round;

import io.jmessage.bench.contender.Contender;
import io.jmessage.bench.contender.Crew;
import io.jmessage.bench.load.Load;
import io.jmessage.bench.load.Pace;
import io.jmessage.bench.load.Recording;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Measures contenders in turn, round after round. Not thread-safe. */
public final class Rounds {
  /** At the start of a round, unmeasured: all writers get going again. */
  private static final Duration RAMP = Duration.ofSeconds(1);

  /** As a ramp, in each contender's first round at a number of writers that it has not had yet. */
  /** How often a warm-up is repeated in which a process just started has answered nothing yet. */
  private static final int COLD_AGAIN_MAX = 20;

  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final int rounds;
  private final Duration time;
  private final Path data;
  private final Consumer<String> progress;
  private final Map<String, String> failures;

  /**
   * @param data where the contenders keep theirs
   */
  public Rounds(int rounds, Duration time, Path data, Consumer<String> progress) {
    this(rounds, time, data, progress, new LinkedHashMap<>());
  }

  private Rounds(
      int rounds,
      Duration time,
      Path data,
      Consumer<String> progress,
      Map<String, String> failures) {
    this.data = data;
    this.rounds = rounds;
    this.time = time;
    this.progress = progress;
    this.failures = failures;
  }

  /** One round that takes longer or shorter; who is left out is left out of both. */
  public Rounds during(Duration other) {
    return new Rounds(1, other, data, progress, failures);
  }

  /** Why contenders were left out, by name; they stay out. */
  public Map<String, String> failures() {
    return Map.copyOf(failures);
  }

  /** Leaves a contender out. */
  public void leaveOut(Contender contender, String why) {
    failures.put(contender.name(), why);
    progress.accept(contender.name() + " is left out: " + why);
  }

  /** Whether it is still in. */
  public boolean isIn(Contender contender) {
    return !failures.containsKey(contender.name());
  }

  /** Keeps one busy for that long; its compilers get their work done. */
  public void warmUp(Contender contender, Cell cell, Duration howLong) {
    if (howLong.isZero() || !isIn(contender)) {
      return;
    }
    progress.accept("warming up %s for %d s".formatted(contender.name(), howLong.toSeconds()));
    guarded(
        contender,
        () -> {
          try (Crew crew = open(contender, cell)) {
            Sample warm = measure(contender, crew, Pace.saturated(), Duration.ZERO, howLong);
            for (int again = 0; warm.operations() == 0 && again < COLD_AGAIN_MAX; again++) {
              warm = measure(contender, crew, Pace.saturated(), Duration.ZERO, howLong);
            }
            tell(contender, "warm-up", answered(warm));
          }
        });
  }

  /** One cell as fast as each can: the rounds of those that are still in and came through. */
  public Map<Contender, List<Sample>> run(List<Contender> contenders, Cell cell) {
    return run(contenders, cell, contender -> Pace.saturated());
  }

  /** The same, each at a pace of its own. */
  public Map<Contender, List<Sample>> run(
      List<Contender> contenders, Cell cell, Function<Contender, Pace> pace) {
    Map<Contender, Crew> crews = new LinkedHashMap<>();
    Map<Contender, List<Sample>> samples = new LinkedHashMap<>();
    try {
      for (Contender contender : contenders) {
        if (isIn(contender) && (cell.writers() <= contender.writersMax())) {
          guarded(contender, () -> crews.put(contender, open(contender, cell)));
        }
      }
      for (int round = 1; round <= rounds; round++) {
        String title = "%s, round %d of %d".formatted(cell, round, rounds);
        Duration ramp = round == 1 ? shorter(SETTLE) : shorter(RAMP);
        crews.forEach(
            (contender, crew) -> {
              if (isIn(contender)) {
                guarded(
                    contender,
                    () -> {
                      Sample sample =
                          answered(measure(contender, crew, pace.apply(contender), ramp, time));
                      tell(contender, title, sample);
                      samples.computeIfAbsent(contender, any -> new ArrayList<>()).add(sample);
                    });
              }
            });
      }
    } finally {
      crews.forEach((contender, crew) -> guarded(contender, crew::close));
    }
    samples.keySet().removeIf(contender -> !isIn(contender));
    return samples;
  }

  private static Crew open(Contender contender, Cell cell) {
    return contender.open(Math.min(cell.writers(), contender.writersMax()), cell.size());
  }

  /** Short runs have short ramps. */
  private Duration shorter(Duration ramp) {
    return time.compareTo(ramp) < 0 ? time : ramp;
  }

  private Sample measure(
      Contender contender, Crew crew, Pace pace, Duration ramp, Duration howLong) {
    Recording recording = new Recording();
    Load load = Load.of(crew.writers(), pace, recording);
    load.start();
    try {
      elapse(ramp, recording);
      Reading before = Reading.of(contender.processes(), data);
      recording.open();
      elapse(howLong, recording);
      return Sample.between(before, Reading.of(contender.processes(), data), recording.close());
    } finally {
      load.stop();
    }
  }

  private static Sample answered(Sample sample) {
    if (sample.operations() == 0) {
      throw new SystemFailure("nothing was answered");
    }
    return sample;
  }

  /** Lets the writers write for so long, unless one fails. */
  private static void elapse(Duration howLong, Recording recording) {
    if (Wait.within(howLong, () -> recording.failure().isPresent())) {
      throw new SystemFailure(recording.failure().orElse("it failed"));
    }
  }

  /** Does it; if it fails, the contender is left out. */
  public void guarded(Contender contender, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) { // Drivers throw what they like; the others are still of use.
      leaveOut(contender, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private void tell(Contender contender, String title, Sample sample) {
    progress.accept(
        String.format(
            Locale.ROOT,
            "%s: %s %,.0f/s, p50 %.2f ms, p99 %.2f ms; others took %.0f %% of the processors",
            title,
            contender.name(),
            sample.rate(),
            sample.millis(50),
            sample.millis(99),
            100 * sample.others()));
  }
}
