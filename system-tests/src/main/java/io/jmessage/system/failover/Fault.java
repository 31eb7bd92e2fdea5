package io.jmessage.system.failover;

import io.jmessage.system.LocalCluster;

/** What happens to a master, and how the server comes back after it. */
public enum Fault {
  KILL("kill -9") {
    @Override
    public void strike(LocalCluster cluster, int server) {
      cluster.process(server).kill();
    }

    @Override
    public void undo(LocalCluster cluster, int server) {
      cluster.start(server);
    }
  },
  PAUSE("SIGSTOP") {
    @Override
    public void strike(LocalCluster cluster, int server) {
      cluster.process(server).pause();
    }

    @Override
    public void undo(LocalCluster cluster, int server) {
      cluster.process(server).resume();
    }
  },
  STOP("planned stop") {
    @Override
    public void strike(LocalCluster cluster, int server) {
      cluster.process(server).stop();
    }

    @Override
    public void undo(LocalCluster cluster, int server) {
      cluster.start(server);
    }
  };

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** Makes it happen. */
  public abstract void strike(LocalCluster cluster, int server);

  /** Has the server run again; its command line is the one that it had. */
  public abstract void undo(LocalCluster cluster, int server);
}
