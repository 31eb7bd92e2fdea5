package io.jmessage.server.api;

import io.jmessage.server.chat.model.Account;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Who is online: who has a push stream open, or used a session in the last 10 s. In memory on the
 * master; a new master starts with nobody and learns within seconds. Thread-safe.
 */
final class Presence {

  /** Hears of every change, on the thread that caused it; must not block. */
  interface Listener {
    void changed(String username, boolean online);
  }

  private static final long ACTIVE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final class Entry {
    final String name;
    int streams;
    boolean active;
    long activeAtNanos;

    Entry(String name) {
      this.name = name;
    }

    boolean isOnline() {
      return streams > 0 || active;
    }
  }

  private final Map<Long, Entry> entries = new HashMap<>();
  private final LongSupplier nanos;
  private Listener listener = (username, online) -> {};

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  Presence(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void onChange(Listener newListener) {
    this.listener = newListener;
  }

  synchronized boolean isOnline(long account) {
    Entry entry = entries.get(account);
    return entry != null && entry.isOnline();
  }

  /** A session of the account was used. */
  synchronized void active(Account account) {
    Entry entry = entry(account);
    boolean before = entry.isOnline();
    entry.active = true;
    entry.activeAtNanos = nanos.getAsLong();
    settle(account.id(), entry, before);
  }

  synchronized void streamOpened(Account account) {
    Entry entry = entry(account);
    boolean before = entry.isOnline();
    entry.streams++;
    settle(account.id(), entry, before);
  }

  /** Whoever closes a stream without logging out may be back at once: it counts as just active. */
  synchronized void streamClosed(Account account) {
    Entry entry = entry(account);
    boolean before = entry.isOnline();
    entry.streams = Math.max(0, entry.streams - 1);
    entry.active = true;
    entry.activeAtNanos = nanos.getAsLong();
    settle(account.id(), entry, before);
  }

  /** A session ended: offline at once, unless another one has a stream open. */
  synchronized void loggedOut(long account) {
    Entry entry = entries.get(account);
    if (entry != null) {
      boolean before = entry.isOnline();
      entry.active = false;
      settle(account, entry, before);
    }
  }

  /** Forgets those whose time is over; to be called about once a second. */
  synchronized void tick() {
    long now = nanos.getAsLong();
    for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.active && now - entry.activeAtNanos > ACTIVE_NANOS) {
        entry.active = false;
        if (!entry.isOnline()) {
          all.remove();
          listener.changed(entry.name, false);
        }
      }
    }
  }

  private Entry entry(Account account) {
    return entries.computeIfAbsent(account.id(), id -> new Entry(account.name()));
  }

  private void settle(long account, Entry entry, boolean before) {
    if (!entry.isOnline()) {
      entries.remove(account);
    }
    if (entry.isOnline() != before) {
      listener.changed(entry.name, entry.isOnline());
    }
  }
}
