package io.jmessage.server.api;

import io.jmessage.proto.client.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one push stream has still to say. Of a conversation's marks and of a user's presence only
 * the newest counts, so these never pile up; messages do, up to a bound. Push thread only.
 */
final class LiveQueue {
  private static final int EVENTS_MAX = 1_000;
  private static final int BYTES_MAX = 8 << 20;

  /** Users that may change presence while a reader is slow. */
  private static final int STATES_MAX = 20_000;

  private final Deque<Event> events = new ArrayDeque<>();
  private final Map<Object, Event> states = new LinkedHashMap<>();
  private int bytes;

  /** False: the reader is too slow, nothing was added. */
  boolean add(Event event) {
    int size = event.getSerializedSize();
    if (events.size() >= EVENTS_MAX || bytes + size > BYTES_MAX) {
      return false;
    }
    events.add(event);
    bytes += size;
    return true;
  }

  /** Replaces what waits under the same key. False as above. */
  boolean addState(Object key, Event event) {
    states.remove(key);
    states.put(key, event);
    return states.size() <= STATES_MAX;
  }

  /** Forgets what waits under the key. */
  void dropState(Object key) {
    states.remove(key);
  }

  /**
   * The next event, or null if there is none. Messages come before states, so that a mark never
   * speaks of a message still to come.
   */
  @Nullable Event poll() {
    Event event = events.poll();
    if (event != null) {
      bytes -= event.getSerializedSize();
      return event;
    }
    Iterator<Event> oldest = states.values().iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    Event state = oldest.next();
    oldest.remove();
    return state;
  }
}
