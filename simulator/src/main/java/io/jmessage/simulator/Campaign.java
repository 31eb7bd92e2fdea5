package io.jmessage.simulator;

import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Runs many seeds on several threads, until one of them breaks something. */
final class Campaign {

  /** Told now and then how far it is. */
  interface Progress {
    void report(long done, long ofAll, double seconds);
  }

  /** A seed that breaks something. */
  record Failed(long seed, SimulationFailure failure) {}

  private final LongFunction<Profile> profiles;
  private final long first;
  private final long count;
  private final Statistics statistics = new Statistics();
  private final AtomicLong next;
  private final TreeMap<Long, Failed> failed = new TreeMap<>();
  private volatile boolean over;

  Campaign(LongFunction<Profile> profiles, long first, long count) {
    this.profiles = profiles;
    this.first = first;
    this.count = count;
    this.next = new AtomicLong(first);
  }

  Statistics statistics() {
    return statistics;
  }

  /** Returns when all seeds have been run or one has failed: the smallest that was found to. */
  Optional<Failed> run(int threads, long everyMillis, Progress progress)
      throws InterruptedException {
    long begun = System.nanoTime();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    for (int worker = 0; worker < threads; worker++) {
      workers.execute(this::work);
    }
    workers.shutdown();
    while (!workers.awaitTermination(everyMillis, TimeUnit.MILLISECONDS)) {
      progress.report(statistics.schedules(), count, (System.nanoTime() - begun) / 1e9);
    }
    synchronized (failed) {
      return failed.values().stream().findFirst();
    }
  }

  private void work() {
    long seed = next.getAndIncrement();
    while (!over && seed < first + count) {
      Profile profile = profiles.apply(seed);
      SeedRun run = SeedRun.of(profile, Schedule.of(seed, profile), false);
      statistics.add(run.simulation());
      if (run.failure().isPresent()) {
        synchronized (failed) {
          failed.put(seed, new Failed(seed, run.failure().get()));
        }
        over = true;
      }
      seed = next.getAndIncrement();
    }
  }
}
