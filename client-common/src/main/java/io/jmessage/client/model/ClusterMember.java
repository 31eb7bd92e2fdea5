package io.jmessage.client.model;

/**
 * One server, as the master sees it.
 *
 * @param inSync its disk is part of every acknowledgement
 */
public record ClusterMember(String id, String clientAddress, boolean master, boolean inSync) {}
