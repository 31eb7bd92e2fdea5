/**
 * The client port: protobuf in, domain out. No SQL and no replication logic; every failure leaves
 * it as one row of the table in {@link io.jmessage.server.api.ApiErrors}.
 */
@NullMarked
package io.jmessage.server.api;

import org.jspecify.annotations.NullMarked;
