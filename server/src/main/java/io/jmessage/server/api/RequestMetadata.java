package io.jmessage.server.api;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Metadata;
import io.jmessage.server.chat.model.RequestId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a request says of itself in its metadata (spec.proto). Clients of the first Jmessage say
 * nothing.
 *
 * @param epoch the highest number that the client has seen
 */
record RequestMetadata(
    Optional<RequestId> requestId, Optional<String> clusterId, OptionalLong epoch) {

  static final Metadata.Key<String> CLIENT_ID = key("jmessage-client-id");
  static final Metadata.Key<String> SEQUENCE = key("jmessage-sequence");
  static final Metadata.Key<String> CLUSTER_ID = key("jmessage-cluster-id");
  static final Metadata.Key<String> EPOCH = key("jmessage-epoch");

  private static final RequestMetadata NOTHING =
      new RequestMetadata(Optional.empty(), Optional.empty(), OptionalLong.empty());

  /** Where a call's metadata is while its handler runs. */
  private static final Context.Key<RequestMetadata> CURRENT =
      Context.keyWithDefault("jmessage-request-metadata", NOTHING);

  private static final Pattern CLIENT_ID_FORM = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern CLUSTER_ID_FORM = Pattern.compile("[0-9a-zA-Z-]{1,64}");

  /** 18 digits always fit into a long. */
  private static final Pattern NUMBER_FORM = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads the headers of a call.
   *
   * @throws io.grpc.StatusRuntimeException INVALID_METADATA, if one of them is malformed
   */
  static RequestMetadata parse(Metadata headers) {
    Optional<String> clientId = read(headers, CLIENT_ID, CLIENT_ID_FORM, "32 hex digits");
    Optional<String> sequence = read(headers, SEQUENCE, NUMBER_FORM, "a number of 1 to 18 digits");
    Optional<String> clusterId = read(headers, CLUSTER_ID, CLUSTER_ID_FORM, "a cluster's id");
    Optional<String> epoch = read(headers, EPOCH, NUMBER_FORM, "a number of 1 to 18 digits");
    if (sequence.isPresent() && clientId.isEmpty()) {
      throw ApiErrors.invalidMetadata("jmessage-sequence: expected jmessage-client-id with it");
    }
    return new RequestMetadata(
        sequence.map(number -> requestId(clientId.orElseThrow(), number)),
        clusterId,
        epoch.isPresent() ? OptionalLong.of(Long.parseLong(epoch.get())) : OptionalLong.empty());
  }

  static RequestMetadata current() {
    return CURRENT.get();
  }

  Context inContext() {
    return Context.current().withValue(CURRENT, this);
  }

  private static RequestId requestId(String clientId, String sequence) {
    byte[] bytes = HexFormat.of().parseHex(clientId);
    return new RequestId(ByteString.copyFrom(bytes), Long.parseLong(sequence));
  }

  private static Optional<String> read(
      Metadata headers, Metadata.Key<String> key, Pattern form, String expected) {
    Optional<String> value = Optional.ofNullable(headers.get(key));
    if (value.isPresent() && !form.matcher(value.get()).matches()) {
      throw ApiErrors.invalidMetadata(key.name() + ": expected " + expected);
    }
    return value;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
