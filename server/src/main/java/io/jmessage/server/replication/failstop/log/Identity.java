package io.jmessage.server.replication.failstop.log;

/**
 * Whose data a directory holds.
 *
 * @param serverId the id from the command line
 * @param dataUuid new for every empty directory: a server that lost its disk is not the one that it
 *     was, and its old acknowledgements are void
 * @param clusterId UUID of the cluster, empty until the server has created or joined one
 */
public record Identity(String serverId, String dataUuid, String clusterId) {

  public boolean hasCluster() {
    return !clusterId.isEmpty();
  }
}
