package io.jmessage.server.replication;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * A host and a port, as written on a command line or in a member record; never resolved here.
 *
 * <p>Ordered as the protocol orders servers (docs/protocol.md, 3.2): hosts as text, ports as
 * numbers, so that {@code localhost:9000} comes before {@code localhost:10000}.
 */
public record Address(String host, int port) implements Comparable<Address> {

  /** The longest host name that DNS allows, and a bound for what peers may send. */
  private static final int HOST_LENGTH_MAX = 253;

  public Address {
    if (host.isBlank() || host.length() > HOST_LENGTH_MAX) {
      throw new IllegalArgumentException("host: expected 1 to 253 characters, got '" + host + "'");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: expected 0 to 65535, got " + port);
    }
  }

  /**
   * Reads {@code host:port}; an IPv6 host stands in brackets, {@code [::1]:2625}.
   *
   * @throws IllegalArgumentException with a text for the user, if it is anything else
   */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new IllegalArgumentException("address: expected host:port, got '" + text + "'");
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!bracketed && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "address: an IPv6 host stands in brackets, as in [::1]:2625, got '" + text + "'");
    }
    try {
      return new Address(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("address: port is not a number in '" + text + "'", e);
    }
  }

  /** The host without the brackets of IPv6, for a resolver. */
  public String resolvableHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * Whether the host can be that of a connection: a DNS name without underscores, an IPv4 address,
   * or an IPv6 address in brackets. It need not exist.
   */
  public boolean hasValidHost() {
    try {
      return new URI(null, null, host, port, null, null, null).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @Override
  public int compareTo(Address other) {
    int byHost = host.compareTo(other.host);
    return byHost != 0 ? byHost : Integer.compare(port, other.port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
