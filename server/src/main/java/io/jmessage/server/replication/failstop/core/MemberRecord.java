package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;

/**
 * A registered server. The internal address is its name in the protocol; the data uuid is new for
 * every empty data directory, so that a wiped disk is not taken for the one that acknowledged.
 */
public record MemberRecord(
    String id, Address clientAddress, Address internalAddress, String dataUuid) {}
