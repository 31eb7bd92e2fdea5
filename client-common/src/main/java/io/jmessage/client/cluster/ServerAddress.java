package io.jmessage.client.cluster;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The client address of a server, as a person writes it: {@code host:port} or {@code [ipv6]:port}.
 * Two spellings of one server are two addresses, which costs one needless try now and then.
 *
 * @param host a name or an address; IPv6 without brackets
 */
public record ServerAddress(String host, int port) {
  private static final int PORT_MAX = 65_535;

  public ServerAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host is missing");
    }
    if (!isHost(host)) {
      throw new IllegalArgumentException("there is no host of that name");
    }
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("the port must be 1 to 65535, not " + port);
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException with a text for the user
   */
  public static ServerAddress parse(String text) {
    String trimmed = text.strip();
    int colon = trimmed.lastIndexOf(':');
    if (colon < 0 || trimmed.endsWith("]")) {
      throw wrong(text, "write HOST:PORT, such as localhost:2625");
    }
    String host = withoutBrackets(text, trimmed.substring(0, colon));
    try {
      return new ServerAddress(host, portOf(text, trimmed.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw e.getMessage() != null && e.getMessage().startsWith("'")
          ? e
          : wrong(text, e.getMessage() + "; write HOST:PORT, such as localhost:2625");
    }
  }

  private static String withoutBrackets(String text, String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    if (host.indexOf(':') >= 0) {
      throw wrong(text, "put an IPv6 address in brackets, such as [::1]:2625");
    }
    if (host.chars().anyMatch(c -> Character.isWhitespace(c) || c == '/')) {
      throw wrong(text, "a host name has no blanks or slashes; write HOST:PORT");
    }
    return host;
  }

  /** Whether a channel can be opened to it; it need not exist. */
  private static boolean isHost(String host) {
    String quoted = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    try {
      return new URI(null, null, quoted, -1, null, null, null).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static int portOf(String text, String port) {
    try {
      return Integer.parseInt(port);
    } catch (NumberFormatException e) {
      throw wrong(text, "the port must be a number; write HOST:PORT, such as localhost:2625");
    }
  }

  private static IllegalArgumentException wrong(String text, String what) {
    return new IllegalArgumentException("'" + text + "' is not an address: " + what);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
