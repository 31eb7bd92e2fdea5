package io.jmessage.server.admin;

import io.jmessage.server.replication.Address;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which server is asked. */
final class At {

  /** A server answers in milliseconds; one that is busy with its disk, in a second or two. */
  static final Duration DEADLINE = Duration.ofSeconds(5);

  @Option(
      names = "--at",
      paramLabel = "ADDRESS",
      defaultValue = "localhost:2626",
      converter = AddressConverter.class,
      description = "INTERNAL_ADDRESS of the server to ask (default: ${DEFAULT-VALUE})")
  private Address address = new Address("localhost", 2626);

  Address address() {
    return address;
  }

  AdminServer open() {
    return new AdminServer(address, DEADLINE);
  }

  private static final class AddressConverter implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      try {
        Address parsed = Address.parse(text);
        if (!parsed.hasValidHost()) {
          throw new TypeConversionException(
              "address: '%s' is not a host name".formatted(parsed.host()));
        }
        return parsed;
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
