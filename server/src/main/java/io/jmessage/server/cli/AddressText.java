package io.jmessage.server.cli;

import io.jmessage.server.replication.Address;
import picocli.CommandLine.TypeConversionException;

/** Addresses as people type them. Host names are not resolved. */
final class AddressText {

  private AddressText() {}

  /** Reads {@code host:port}. */
  static Address parse(String text) {
    try {
      return checkHost(Address.parse(text));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** Reads {@code host:port} or {@code host}, which takes the port of the advertised address. */
  static Address parseBind(String text, Address advertised) {
    boolean hostOnly = text.indexOf(':') < 0 || text.endsWith("]");
    return parse(hostOnly ? text + ":" + advertised.port() : text);
  }

  private static Address checkHost(Address address) {
    if (!address.hasValidHost()) {
      throw new TypeConversionException(
          "address: '%s' is not a host name".formatted(address.host()));
    }
    return address;
  }
}
