package io.jmessage.terminal;

import io.jmessage.client.model.Person;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/** The user names seen so far, for completion. Thread-safe. */
public final class KnownNames {
  private final ConcurrentSkipListSet<String> names = new ConcurrentSkipListSet<>();

  public void add(String name) {
    names.add(name);
  }

  public void addAll(Collection<Person> people) {
    people.forEach(person -> add(person.username()));
  }

  void remove(String name) {
    names.remove(name);
  }

  List<String> all() {
    return List.copyOf(names);
  }
}
