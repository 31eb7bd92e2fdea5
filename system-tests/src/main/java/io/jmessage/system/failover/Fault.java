package io.jmessage.system.failover;

import io.jmessage.system.LocalCluster;

/** What happens to a master, and how the server comes back after it. */
enum Fault {
  KILL("kill -9") {
    @Override
    void strike(LocalCluster cluster, int server) {
      cluster.process(server).kill();
    }

    @Override
    void undo(LocalCluster cluster, int server) {
      cluster.start(server);
    }
  },
  PAUSE("SIGSTOP") {
    @Override
    void strike(LocalCluster cluster, int server) {
      cluster.process(server).pause();
    }

    @Override
    void undo(LocalCluster cluster, int server) {
      cluster.process(server).resume();
    }
  },
  STOP("planned stop") {
    @Override
    void strike(LocalCluster cluster, int server) {
      cluster.process(server).stop();
    }

    @Override
    void undo(LocalCluster cluster, int server) {
      cluster.start(server);
    }
  };

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  abstract void strike(LocalCluster cluster, int server);

  /** Has the server run again; its command line is the one that it had. */
  abstract void undo(LocalCluster cluster, int server);
}
