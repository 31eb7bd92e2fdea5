package io.jmessage.system.torture.check;

import java.util.List;

/**
 * All that is known of a run: what users were told, and what servers have.
 *
 * @param servers how many there are
 * @param minCopies on how many servers an acknowledged text must be
 * @param endedSessions what people were told who did not want to be logged out
 * @param digests taken while nothing was going on
 * @param splits when the network was cut in two
 * @param leftAside what servers say that they could not merge after that
 */
public record Evidence(
    int servers,
    int minCopies,
    List<Sent> sent,
    List<Seen> seen,
    List<Mark> marks,
    List<Account> accounts,
    List<Mastership> masterships,
    List<Outage> outages,
    List<String> endedSessions,
    List<ServerState> states,
    List<Digest> digests,
    List<Split> splits,
    List<String> leftAside) {
  public Evidence {
    sent = List.copyOf(sent);
    seen = List.copyOf(seen);
    marks = List.copyOf(marks);
    accounts = List.copyOf(accounts);
    masterships = List.copyOf(masterships);
    outages = List.copyOf(outages);
    endedSessions = List.copyOf(endedSessions);
    states = List.copyOf(states);
    digests = List.copyOf(digests);
    splits = List.copyOf(splits);
    leftAside = List.copyOf(leftAside);
  }

  /** Of a run in which the network was never cut in two. */
  public Evidence(
      int servers,
      int minCopies,
      List<Sent> sent,
      List<Seen> seen,
      List<Mark> marks,
      List<Account> accounts,
      List<Mastership> masterships,
      List<Outage> outages,
      List<String> endedSessions,
      List<ServerState> states,
      List<Digest> digests) {
    this(
        servers,
        minCopies,
        sent,
        seen,
        marks,
        accounts,
        masterships,
        outages,
        endedSessions,
        states,
        digests,
        List.of(),
        List.of());
  }

  List<Sent> acknowledged() {
    return sent.stream().filter(one -> one.outcome() == Sent.Outcome.ACKNOWLEDGED).toList();
  }
}
