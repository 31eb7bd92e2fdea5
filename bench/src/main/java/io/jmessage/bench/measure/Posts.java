package io.jmessage.bench.measure;

import io.jmessage.bench.load.Recording;
import io.jmessage.proto.client.Message;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Messages by their ids: when each was sent, acknowledged and first pushed. Thread-safe. */
final class Posts {
  /** What is known of one; -1: not yet. */
  private static final class Post {
    private final long sent;
    private long acknowledged = -1;
    private long pushed = -1;

    Post(long sent) {
      this.sent = sent;
    }
  }

  private final ConcurrentHashMap<Long, Post> posts = new ConcurrentHashMap<>();
  private final Recording push = new Recording();
  private final Recording after = new Recording();
  private final AtomicLong numbers = new AtomicLong();
  private volatile long firstNumber;
  private volatile long pushedBefore;

  long begin() {
    long number = numbers.incrementAndGet();
    posts.put(number, new Post(System.nanoTime()));
    return number;
  }

  void acknowledged(long number) {
    note(number, true);
  }

  void pushed(Message message) {
    String text = message.getMessage();
    long number = Long.parseLong(text.substring(0, text.indexOf(' ')));
    Post post = posts.get(number);
    if (post != null) {
      push.ended(System.nanoTime() - post.sent);
      note(number, false);
    }
  }

  private void note(long number, boolean acknowledged) {
    Post post = posts.get(number);
    if (post == null) {
      return;
    }
    synchronized (post) {
      long now = System.nanoTime();
      boolean whole = post.acknowledged >= 0 && post.pushed >= 0;
      if (acknowledged) {
        post.acknowledged = now;
      } else if (post.pushed < 0) {
        post.pushed = now;
      }
      if (!whole && post.acknowledged >= 0 && post.pushed >= 0) {
        after.ended(Math.max(0, post.pushed - post.acknowledged));
      }
    }
  }

  void open() {
    posts.clear();
    firstNumber = numbers.get();
    pushedBefore = push.endedCount();
    push.open();
    after.open();
  }

  /** How many were sent since it was opened. */
  long sends() {
    return numbers.get() - firstNumber;
  }

  /** How many events came since it was opened: one on every stream of a receiver. */
  long pushes() {
    return push.endedCount() - pushedBefore;
  }

  /** From the send to each event. */
  Histogram closePushed() {
    return push.close();
  }

  /** From the acknowledgement to the first event. */
  Histogram closeAfter() {
    return after.close();
  }
}
