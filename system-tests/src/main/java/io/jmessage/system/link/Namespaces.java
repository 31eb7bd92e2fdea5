package io.jmessage.system.link;

import static io.jmessage.system.link.Commands.run;
import static io.jmessage.system.link.Commands.runIfThere;
import static io.jmessage.system.link.Commands.runWithInput;

import io.jmessage.system.SystemFailure;
import java.util.Collection;
import java.util.Optional;

/**
 * A Linux network namespace for each server, joined by a bridge in a namespace of its own, for what
 * servers say to each other, and a link of each to this process, for clients. A packet filter in
 * each namespace decides whose packets come in. Not thread-safe.
 */
final class Namespaces implements AutoCloseable {
  /** Addresses that are kept out without a word, and those that get a reset for an answer. */
  private static final String FILTER =
      """
      table inet links {
        set silent { type ipv4_addr; }
        set rejected { type ipv4_addr; }
        chain incoming {
          type filter hook input priority 0;
          ip saddr @silent drop
          ip saddr @rejected meta l4proto tcp reject with tcp reset
        }
      }
      """;

  private final String prefix = "jm" + ProcessHandle.current().pid() % 100_000;
  private final int servers;

  private Namespaces(int servers) {
    this.servers = servers;
  }

  /** Why there can be none here; empty: there can. */
  static Optional<String> missing() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("network namespaces are of Linux");
    }
    try {
      run("ip -V");
    } catch (SystemFailure e) {
      return Optional.of("there is no command ip; its package is often called iproute2");
    }
    try {
      run("nft --version");
    } catch (SystemFailure e) {
      return Optional.of("there is no command nft; its package is often called nftables");
    }
    String name = "jmtry" + ProcessHandle.current().pid() % 100_000;
    try {
      run("ip netns add %s", name);
      runWithInput(FILTER, "ip netns exec %s nft -f -", name);
      return Optional.empty();
    } catch (SystemFailure e) {
      return Optional.of("this user may not make network namespaces: " + e.getMessage());
    } finally {
      runIfThere("ip netns delete %s", name);
    }
  }

  /** Whether the connections of a namespace can be ended by name. */
  static boolean canReset() {
    String name = "jmtry" + ProcessHandle.current().pid() % 100_000;
    try {
      run("ip netns add %s", name);
      run("ip netns exec %s ss -K dst 10.213.0.1", name);
      return true;
    } catch (SystemFailure e) {
      return false;
    } finally {
      runIfThere("ip netns delete %s", name);
    }
  }

  /** As many as servers, connected. */
  static Namespaces open(int servers) {
    Namespaces namespaces = new Namespaces(servers);
    try {
      namespaces.make();
      return namespaces;
    } catch (RuntimeException e) {
      namespaces.close();
      throw e;
    }
  }

  private void make() {
    String bridge = prefix + "b";
    run("ip netns add %s", bridge);
    run("ip -n %s link add bridge type bridge", bridge);
    run("ip -n %s link set bridge up", bridge);
    for (int server = 1; server <= servers; server++) {
      String name = name(server);
      String port = "port" + server;
      run("ip netns add %s", name);
      run("ip -n %s link set lo up", name);
      // To the bridge.
      run("ip -n %s link add %s type veth peer name servers netns %s", bridge, port, name);
      run("ip -n %s address add %s/24 dev servers", name, host(server));
      run("ip -n %s link set servers up", name);
      run("ip -n %s link set %s master bridge up", bridge, port);
      // To this process.
      run("ip link add %s type veth peer name clients netns %s", name, name);
      run("ip address add %s/24 dev %s", clients(server), name);
      run("ip -n %s address add %s/24 dev clients", name, hostForClients(server));
      run("ip -n %s link set clients up", name);
      run("ip link set %s up", name);
      runWithInput(FILTER, "ip netns exec %s nft -f -", name);
    }
  }

  /** Of the namespace, and of the link to it. */
  String name(int server) {
    return prefix + "s" + server;
  }

  static String host(int server) {
    return "10.213.0." + server;
  }

  static String hostForClients(int server) {
    return "10.213." + server + ".1";
  }

  /** Where clients come from, as that server sees it. */
  static String clients(int server) {
    return "10.213." + server + ".254";
  }

  /** From now on just these are kept out of that server's network; in one step. */
  void filter(int server, Collection<String> silent, Collection<String> rejected) {
    String rules =
        "flush set inet links silent\nflush set inet links rejected\n"
            + elements("silent", silent)
            + elements("rejected", rejected);
    runWithInput(rules, "ip netns exec %s nft -f -", name(server));
  }

  private static String elements(String set, Collection<String> addresses) {
    return addresses.isEmpty()
        ? ""
        : "add element inet links " + set + " { " + String.join(", ", addresses) + " }\n";
  }

  /** Ends that server's connections with this address, which learns of it by a reset. */
  void endConnections(int server, String address) {
    run("ip netns exec %s ss -K dst %s", name(server), address);
  }

  /** After the servers have ended. */
  @Override
  public void close() {
    for (int server = 1; server <= servers; server++) {
      // A link goes with both of its ends, a namespace with all that is left in it.
      runIfThere("ip link delete %s", name(server));
      runIfThere("ip netns delete %s", name(server));
    }
    runIfThere("ip netns delete %s", prefix + "b");
  }
}
