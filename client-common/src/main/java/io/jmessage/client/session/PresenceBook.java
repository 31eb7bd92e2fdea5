package io.jmessage.client.session;

import io.jmessage.client.model.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Who is online, as far as this client was told. A new master begins with nobody and tells only
 * what changes, so after a fail-over everybody is asked for again, and who has gone meanwhile is
 * told. Loop thread only.
 */
final class PresenceBook {
  private final Map<String, Boolean> online = new HashMap<>();
  private final Consumer<Person> told;

  PresenceBook(Consumer<Person> told) {
    this.told = told;
  }

  /** The cluster says so; the listeners hear it anyway. */
  void heard(Person person) {
    online.put(person.username(), person.online());
  }

  void deleted(String username) {
    online.remove(username);
  }

  /** Everybody, as they are now: tells who is not as was told before. */
  void everybody(List<Person> people) {
    for (Person person : people) {
      Boolean before = online.put(person.username(), person.online());
      if (before != null && before != person.online()) {
        told.accept(person);
      }
    }
  }
}
