package io.jmessage.terminal.command;

import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows who has an account. */
final class ListCommand extends Command {

  ListCommand() {
    super("list", "list", "shows all users, whether they are online, and what you have not read");
  }

  @Override
  public void run(Shell shell, Words words) {
    nothingMore(words);
    List<Person> people = shell.await(shell.client().people());
    shell.names().addAll(people);
    Map<String, Long> unread = unread(shell);
    int width = people.stream().mapToInt(p -> p.username().length()).max().orElse(0);
    for (Person person : people) {
      shell.output().answer(line(person, width, unread.getOrDefault(person.username(), 0L)));
    }
    if (people.isEmpty()) {
      shell.output().note("no accounts yet; use: create NAME PASSWORD");
    }
  }

  private static Map<String, Long> unread(Shell shell) {
    if (shell.client().username().isEmpty()) {
      return Map.of();
    }
    return shell.await(shell.client().conversations()).stream()
        .collect(Collectors.toMap(Conversation::with, Conversation::unread, Long::sum));
  }

  private static String line(Person person, int width, long unread) {
    String padded = person.username() + " ".repeat(width - person.username().length());
    String status = person.online() ? "online " : "offline";
    return (padded + "  " + status + (unread > 0 ? "  " + unread + " unread" : "")).stripTrailing();
  }
}
